// What the simulated libraries share: everything lives in libcuda.so.1.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "control.h"

// CUDA's own numbers.
enum SimStatus {
  SIM_SUCCESS = 0,
  SIM_INVALID_VALUE = 1,
  SIM_OUT_OF_MEMORY = 2,
  SIM_INSUFFICIENT_DRIVER = 35,
  SIM_NO_DEVICE = 100,
  SIM_INVALID_DEVICE = 101,
  SIM_INVALID_IMAGE = 200,
  SIM_NO_BINARY = 209,
  SIM_INVALID_HANDLE = 400,
  SIM_NOT_FOUND = 500,
  SIM_ILLEGAL_ADDRESS = 700,
  SIM_LAUNCH_OUT_OF_RESOURCES = 701,
  SIM_LAUNCH_FAILED = 719,
  SIM_CAPTURE_UNSUPPORTED = 900,
  SIM_CAPTURE_INVALIDATED = 901
};

struct SimStream;
struct SimGraph;
struct SimGraphExec;

// Every entry point begins with this; it counts the call and holds the device's lock.
struct SimEntry {
  SimEntry();
  ~SimEntry();
};

int64_t& simSlot(ControlSlot slot);
// True if a FAIL slot says that this call is the one.
bool simFault(ControlSlot slot);
// The error that stays until the process ends, as after a kernel that failed on a device; 0 if none.
int simSticky();
std::string simFolder();
const char* simErrorName(int status);
const char* simErrorText(int status);
int simDeviceCount();
int simDriverVersion();
int simCapability();

int simMalloc(void** result, size_t bytes);
int simFree(void* pointer);
int simMallocHost(void** result, size_t bytes);
int simFreeHost(void* pointer);
void simMemory(size_t* free, size_t* total);
// Whether the bytes lie within one live device allocation.
bool simOnDevice(const void* pointer, size_t bytes);
bool simPinned(const void* pointer, size_t bytes);

int simStreamCreate(SimStream** result);
int simStreamDestroy(SimStream* stream);
int simStreamSynchronize(SimStream* stream);
// Does the work when the stream gets to it, or records it. The work returns a status.
int simEnqueue(SimStream* stream, const std::string& what, std::function<int()> work);
bool simCapturing(SimStream* stream);
bool simAnyCapturing();
int simBeginCapture(SimStream* stream);
int simEndCapture(SimStream* stream, SimGraph** result);
int simGraphInstantiate(SimGraphExec** result, SimGraph* graph);
int simGraphLaunch(SimGraphExec* exec, SimStream* stream);
int simGraphDestroy(SimGraph* graph);
int simGraphExecDestroy(SimGraphExec* exec);
