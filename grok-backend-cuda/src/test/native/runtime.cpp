// libcudart.so.13 of the simulated device.
#include <cstring>

#include "simulator.h"

namespace {
thread_local int lastError = SIM_SUCCESS;

int result(int status) {
  if (status != SIM_SUCCESS) {
    lastError = status;
  }
  return status;
}
}  // namespace

extern "C" {

int cudaRuntimeGetVersion(int* version) {
  SimEntry entry;
  *version = 13000;
  return SIM_SUCCESS;
}

int cudaDriverGetVersion(int* version) {
  SimEntry entry;
  *version = simDriverVersion();
  return SIM_SUCCESS;
}

const char* cudaGetErrorName(int status) {
  return simErrorName(status);
}

const char* cudaGetErrorString(int status) {
  return simErrorText(status);
}

int cudaGetLastError() {
  SimEntry entry;
  int status = lastError;
  lastError = simSticky();
  return status;
}

int cudaGetDeviceCount(int* count) {
  SimEntry entry;
  *count = simDeviceCount();
  return *count == 0 ? result(SIM_NO_DEVICE) : SIM_SUCCESS;
}

int cudaSetDevice(int ordinal) {
  SimEntry entry;
  return result(ordinal < 0 || ordinal >= simDeviceCount() ? SIM_INVALID_DEVICE : simSticky());
}

int cudaMalloc(void** pointer, size_t bytes) {
  SimEntry entry;
  return result(simMalloc(pointer, bytes));
}

int cudaFree(void* pointer) {
  SimEntry entry;
  return result(simFree(pointer));
}

int cudaMallocHost(void** pointer, size_t bytes) {
  SimEntry entry;
  return result(simMallocHost(pointer, bytes));
}

int cudaFreeHost(void* pointer) {
  SimEntry entry;
  return result(simFreeHost(pointer));
}

int cudaMemGetInfo(size_t* free, size_t* total) {
  SimEntry entry;
  simMemory(free, total);
  return result(simSticky());
}

int cudaMemsetAsync(void* pointer, int value, size_t bytes, SimStream* stream) {
  SimEntry entry;
  if (!simOnDevice(pointer, bytes)) {
    return result(SIM_INVALID_VALUE);
  }
  return result(simEnqueue(stream, "cudaMemsetAsync", [=] {
    memset(pointer, value, bytes);
    return (int)SIM_SUCCESS;
  }));
}

// Kind 1 copies to the device, 2 to the host. The stream touches pinned memory when it gets to the copy.
int cudaMemcpyAsync(void* to, const void* from, size_t bytes, int kind, SimStream* stream) {
  SimEntry entry;
  const void* onDevice = kind == 1 ? to : from;
  const void* onHost = kind == 1 ? from : to;
  if ((kind != 1 && kind != 2) || !simOnDevice(onDevice, bytes) || !simPinned(onHost, bytes)) {
    return result(SIM_INVALID_VALUE);
  }
  return result(simEnqueue(stream, "cudaMemcpyAsync", [=] {
    memcpy(to, from, bytes);
    return (int)SIM_SUCCESS;
  }));
}

int cudaStreamCreateWithFlags(SimStream** stream, unsigned) {
  SimEntry entry;
  return result(simStreamCreate(stream));
}

int cudaStreamDestroy(SimStream* stream) {
  SimEntry entry;
  return result(simStreamDestroy(stream));
}

int cudaStreamSynchronize(SimStream* stream) {
  SimEntry entry;
  return result(simStreamSynchronize(stream));
}

int cudaStreamBeginCapture(SimStream* stream, int) {
  SimEntry entry;
  return result(simBeginCapture(stream));
}

int cudaStreamEndCapture(SimStream* stream, SimGraph** graph) {
  SimEntry entry;
  return result(simEndCapture(stream, graph));
}

int cudaGraphInstantiate(SimGraphExec** exec, SimGraph* graph, unsigned long long) {
  SimEntry entry;
  return result(simGraphInstantiate(exec, graph));
}

int cudaGraphLaunch(SimGraphExec* exec, SimStream* stream) {
  SimEntry entry;
  return result(simGraphLaunch(exec, stream));
}

int cudaGraphDestroy(SimGraph* graph) {
  SimEntry entry;
  return result(simGraphDestroy(graph));
}

int cudaGraphExecDestroy(SimGraphExec* exec) {
  SimEntry entry;
  return result(simGraphExecDestroy(exec));
}

}  // extern "C"
