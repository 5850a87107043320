// The page that the simulated device shares with the tests: 64 numbers in the file "control" beside
// libcuda.so.1. A test maps the same file, reads the counters and sets the faults; SimulatedDevice.java
// takes the numbers from here.
#pragma once

enum ControlSlot {
  // Counters, written by the device.
  SLOT_CALLS = 0,
  SLOT_ALLOCATIONS = 1,
  SLOT_BYTES = 2,
  SLOT_PINNED = 3,
  SLOT_STREAMS = 4,
  SLOT_MODULES = 5,
  SLOT_GRAPHS = 6,
  SLOT_GRAPH_EXECS = 7,
  SLOT_BLAS_HANDLES = 8,
  SLOT_PROGRAMS = 9,
  SLOT_LAUNCHES = 10,
  SLOT_GRAPH_LAUNCHES = 11,
  SLOT_COMPILATIONS = 12,
  SLOT_BLAS_CALLS = 13,
  // Faults and settings, written by a test; 0 is the usual behavior. A FAIL slot of n lets the n-th
  // call from now on fail, and only that one.
  SLOT_FAIL_ALLOCATION = 32,
  SLOT_FAIL_LAUNCH = 33,
  SLOT_FAIL_COMPILATION = 34,
  SLOT_FAIL_INSTANTIATION = 35,
  SLOT_FAIL_BLAS = 36,
  SLOT_FAIL_KERNEL = 37,  // when the stream gets to it; the error stays
  SLOT_MEMORY_LIMIT = 40,
  SLOT_DEVICES = 41,  // -1: none
  SLOT_ORDER = 42,    // of the threads of a block: 0 changes from launch to launch, 1 forward, 2 backward, 3 shuffled
  SLOT_DRIVER_VERSION = 43,
  SLOT_CAPABILITY = 44,  // 75 for 7.5
  SLOT_FORGIVE = 45,     // 1: forget the error that stays, as if the process were a new one
  SLOT_BLAS_STATUS = 46,  // the status of a failing call of cuBLAS; 0: lack of memory
  SLOT_COUNT = 64
};
