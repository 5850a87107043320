// libcuda.so.1 of the simulated device: memory with red zones, streams that do their work when the host
// waits for them, graphs, modules, launches.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "blocks.h"
#include "simulator.h"

namespace {

constexpr size_t RED_ZONE = 256;
constexpr unsigned char RED = 0xA5;
constexpr size_t MAX_QUEUE = 4096;
constexpr size_t DEFAULT_MEMORY = size_t{1} << 30;

std::recursive_mutex lock;
int sticky = SIM_SUCCESS;
bool initialized = false;

struct Allocation {
  size_t bytes;
  unsigned char* block;
};
// Global objects are never destroyed, since a process may end while one of its threads is in here.
auto& device = *new std::map<unsigned char*, Allocation>();
auto& pinned = *new std::map<unsigned char*, size_t>();
size_t deviceBytes = 0;

struct Work {
  std::string what;
  std::function<int()> run;
};

int64_t* controlPage() {
  static int64_t* page = [] {
    std::string path = simFolder() + "/control";
    void* mapped = MAP_FAILED;
    int file = open(path.c_str(), O_RDWR);
    if (file >= 0) {
      mapped = mmap(nullptr, SLOT_COUNT * 8, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
      close(file);
    }
    return mapped == MAP_FAILED ? static_cast<int64_t*>(calloc(SLOT_COUNT, 8))
                                : static_cast<int64_t*>(mapped);
  }();
  return page;
}

// Fails, and lets every later call fail, if a kernel wrote outside a buffer.
int checkRedZones(const std::string& what) {
  for (auto& [data, allocation] : device) {
    for (size_t i = 0; i < RED_ZONE; i++) {
      bool before = data[-1 - (long)i] != RED;
      if (before || data[allocation.bytes + i] != RED) {
        fprintf(stderr, "simulated device: %s wrote %zu bytes %s a buffer of %zu bytes\n", what.c_str(),
                i + 1, before ? "before" : "behind", allocation.bytes);
        return sticky = SIM_ILLEGAL_ADDRESS;
      }
    }
  }
  return SIM_SUCCESS;
}

int perform(const Work& work) {
  if (sticky != SIM_SUCCESS) {
    return sticky;
  }
  int status = work.run();
  if (status != SIM_SUCCESS) {
    return sticky = status;
  }
  return checkRedZones(work.what);
}

}  // namespace

struct SimGraph {
  std::vector<Work> nodes;
};
struct SimGraphExec {
  std::vector<Work> nodes;
};
struct SimStream {
  std::deque<Work> queue;
  SimGraph* capture = nullptr;
  bool captureBroken = false;

  int drain() {
    while (!queue.empty()) {
      Work work = std::move(queue.front());
      queue.pop_front();
      int status = perform(work);
      if (status != SIM_SUCCESS) {
        queue.clear();
        return status;
      }
    }
    return sticky;
  }
};

namespace {
auto& streams = *new std::set<SimStream*>();

int drainAll() {
  for (SimStream* stream : streams) {
    stream->drain();
  }
  return sticky;
}
}  // namespace

SimEntry::SimEntry() {
  lock.lock();
  simSlot(SLOT_CALLS)++;
  if (simSlot(SLOT_FORGIVE) != 0) {
    simSlot(SLOT_FORGIVE) = 0;
    sticky = SIM_SUCCESS;
  }
}
SimEntry::~SimEntry() {
  lock.unlock();
}

std::string simFolder() {
  Dl_info info;
  if (dladdr(reinterpret_cast<void*>(&simFolder), &info) == 0) {
    return ".";
  }
  std::string path = info.dli_fname;
  size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash);
}

int64_t& simSlot(ControlSlot slot) {
  return controlPage()[slot];
}

bool simFault(ControlSlot slot) {
  int64_t& count = simSlot(slot);
  return count > 0 && --count == 0;
}

int simSticky() {
  return sticky;
}

int simDeviceCount() {
  int64_t devices = simSlot(SLOT_DEVICES);
  return devices < 0 ? 0 : devices == 0 ? 1 : (int)devices;
}

int simDriverVersion() {
  int64_t version = simSlot(SLOT_DRIVER_VERSION);
  return version == 0 ? 13000 : (int)version;
}

int simCapability() {
  int64_t capability = simSlot(SLOT_CAPABILITY);
  return capability == 0 ? 90 : (int)capability;
}

const char* simErrorName(int status) {
  switch (status) {
    case SIM_SUCCESS: return "cudaSuccess";
    case SIM_INVALID_VALUE: return "cudaErrorInvalidValue";
    case SIM_OUT_OF_MEMORY: return "cudaErrorMemoryAllocation";
    case SIM_INSUFFICIENT_DRIVER: return "cudaErrorInsufficientDriver";
    case SIM_NO_DEVICE: return "cudaErrorNoDevice";
    case SIM_INVALID_DEVICE: return "cudaErrorInvalidDevice";
    case SIM_INVALID_IMAGE: return "cudaErrorInvalidKernelImage";
    case SIM_NO_BINARY: return "cudaErrorNoKernelImageForDevice";
    case SIM_INVALID_HANDLE: return "cudaErrorInvalidResourceHandle";
    case SIM_NOT_FOUND: return "cudaErrorSymbolNotFound";
    case SIM_ILLEGAL_ADDRESS: return "cudaErrorIllegalAddress";
    case SIM_LAUNCH_OUT_OF_RESOURCES: return "cudaErrorLaunchOutOfResources";
    case SIM_LAUNCH_FAILED: return "cudaErrorLaunchFailure";
    case SIM_CAPTURE_UNSUPPORTED: return "cudaErrorStreamCaptureUnsupported";
    case SIM_CAPTURE_INVALIDATED: return "cudaErrorStreamCaptureInvalidated";
    default: return "cudaErrorUnknown";
  }
}

const char* simErrorText(int status) {
  switch (status) {
    case SIM_SUCCESS: return "no error";
    case SIM_INVALID_VALUE: return "invalid argument";
    case SIM_OUT_OF_MEMORY: return "out of memory";
    case SIM_NO_DEVICE: return "no CUDA-capable device is detected";
    case SIM_ILLEGAL_ADDRESS: return "an illegal memory access was encountered";
    case SIM_LAUNCH_FAILED: return "unspecified launch failure";
    case SIM_LAUNCH_OUT_OF_RESOURCES: return "too many resources requested for launch";
    default: return "simulated error";
  }
}

void simMemory(size_t* free, size_t* total) {
  int64_t limit = simSlot(SLOT_MEMORY_LIMIT);
  *total = limit > 0 ? (size_t)limit : DEFAULT_MEMORY;
  *free = deviceBytes < *total ? *total - deviceBytes : 0;
}

int simMalloc(void** result, size_t bytes) {
  if (sticky != SIM_SUCCESS) {
    return sticky;
  }
  size_t free;
  size_t total;
  simMemory(&free, &total);
  if (simFault(SLOT_FAIL_ALLOCATION) || bytes > free) {
    return SIM_OUT_OF_MEMORY;
  }
  size_t whole = (bytes + 2 * RED_ZONE + 255) / 256 * 256;
  auto* block = static_cast<unsigned char*>(aligned_alloc(256, whole));
  if (block == nullptr) {
    return SIM_OUT_OF_MEMORY;
  }
  unsigned char* data = block + RED_ZONE;
  memset(block, RED, RED_ZONE);
  // Fresh memory holds NaN; the first part is enough in a huge workspace.
  memset(data, 0xFF, std::min(bytes, size_t{1} << 20));
  memset(data + bytes, RED, RED_ZONE);
  device[data] = {bytes, block};
  deviceBytes += bytes;
  simSlot(SLOT_ALLOCATIONS)++;
  simSlot(SLOT_BYTES) = (int64_t)deviceBytes;
  *result = data;
  return SIM_SUCCESS;
}

int simFree(void* pointer) {
  if (pointer == nullptr) {
    return SIM_SUCCESS;
  }
  drainAll();
  auto found = device.find(static_cast<unsigned char*>(pointer));
  if (found == device.end()) {
    return SIM_INVALID_VALUE;
  }
  memset(found->first, 0xFF, std::min(found->second.bytes, size_t{1} << 20));
  deviceBytes -= found->second.bytes;
  free(found->second.block);
  device.erase(found);
  simSlot(SLOT_ALLOCATIONS)--;
  simSlot(SLOT_BYTES) = (int64_t)deviceBytes;
  return sticky;
}

int simMallocHost(void** result, size_t bytes) {
  if (simFault(SLOT_FAIL_ALLOCATION)) {
    return SIM_OUT_OF_MEMORY;
  }
  auto* data = static_cast<unsigned char*>(malloc(bytes));
  if (data == nullptr) {
    return SIM_OUT_OF_MEMORY;
  }
  pinned[data] = bytes;
  simSlot(SLOT_PINNED)++;
  *result = data;
  return sticky;
}

int simFreeHost(void* pointer) {
  drainAll();
  auto found = pinned.find(static_cast<unsigned char*>(pointer));
  if (found == pinned.end()) {
    return SIM_INVALID_VALUE;
  }
  free(found->first);
  pinned.erase(found);
  simSlot(SLOT_PINNED)--;
  return sticky;
}

bool simOnDevice(const void* pointer, size_t bytes) {
  auto* p = static_cast<unsigned char*>(const_cast<void*>(pointer));
  auto next = device.upper_bound(p);
  if (next == device.begin()) {
    return false;
  }
  --next;
  return p + bytes <= next->first + next->second.bytes;
}

bool simPinned(const void* pointer, size_t bytes) {
  auto* p = static_cast<unsigned char*>(const_cast<void*>(pointer));
  auto next = pinned.upper_bound(p);
  if (next == pinned.begin()) {
    return false;
  }
  --next;
  return p + bytes <= next->first + next->second;
}

int simStreamCreate(SimStream** result) {
  *result = new SimStream;
  streams.insert(*result);
  simSlot(SLOT_STREAMS)++;
  return sticky;
}

int simStreamDestroy(SimStream* stream) {
  if (streams.erase(stream) == 0) {
    return SIM_INVALID_HANDLE;
  }
  int status = stream->drain();
  delete stream->capture;
  delete stream;
  simSlot(SLOT_STREAMS)--;
  return status;
}

int simStreamSynchronize(SimStream* stream) {
  if (streams.count(stream) == 0) {
    return SIM_INVALID_HANDLE;
  }
  if (stream->capture != nullptr) {
    stream->captureBroken = true;
    return SIM_CAPTURE_UNSUPPORTED;
  }
  return stream->drain();
}

int simEnqueue(SimStream* stream, const std::string& what, std::function<int()> work) {
  if (streams.count(stream) == 0) {
    return SIM_INVALID_HANDLE;
  }
  if (stream->capture != nullptr) {
    stream->capture->nodes.push_back({what, std::move(work)});
    return SIM_SUCCESS;
  }
  if (sticky != SIM_SUCCESS) {
    return sticky;
  }
  stream->queue.push_back({what, std::move(work)});
  return stream->queue.size() > MAX_QUEUE ? stream->drain() : SIM_SUCCESS;
}

bool simCapturing(SimStream* stream) {
  return stream->capture != nullptr;
}

bool simAnyCapturing() {
  for (SimStream* stream : streams) {
    if (stream->capture != nullptr) {
      return true;
    }
  }
  return false;
}

int simBeginCapture(SimStream* stream) {
  if (streams.count(stream) == 0 || stream->capture != nullptr) {
    return SIM_INVALID_HANDLE;
  }
  stream->capture = new SimGraph;
  stream->captureBroken = false;
  return sticky;
}

int simEndCapture(SimStream* stream, SimGraph** result) {
  if (streams.count(stream) == 0 || stream->capture == nullptr) {
    return SIM_INVALID_HANDLE;
  }
  SimGraph* graph = stream->capture;
  stream->capture = nullptr;
  if (stream->captureBroken) {
    delete graph;
    *result = nullptr;
    return SIM_CAPTURE_INVALIDATED;
  }
  simSlot(SLOT_GRAPHS)++;
  *result = graph;
  return sticky;
}

int simGraphInstantiate(SimGraphExec** result, SimGraph* graph) {
  if (simFault(SLOT_FAIL_INSTANTIATION)) {
    return SIM_OUT_OF_MEMORY;
  }
  *result = new SimGraphExec{graph->nodes};
  simSlot(SLOT_GRAPH_EXECS)++;
  return sticky;
}

int simGraphLaunch(SimGraphExec* exec, SimStream* stream) {
  simSlot(SLOT_GRAPH_LAUNCHES)++;
  for (const Work& node : exec->nodes) {
    int status = simEnqueue(stream, node.what, node.run);
    if (status != SIM_SUCCESS) {
      return status;
    }
  }
  return sticky;
}

int simGraphDestroy(SimGraph* graph) {
  delete graph;
  simSlot(SLOT_GRAPHS)--;
  return sticky;
}

int simGraphExecDestroy(SimGraphExec* exec) {
  // Work of the graph that still waits has its own copies.
  delete exec;
  simSlot(SLOT_GRAPH_EXECS)--;
  return sticky;
}

// ---- the driver API ----

struct SimFunction {
  std::string name;
  SimKernelCode code;
  size_t parameters;
  const size_t* sizes;
};
struct SimModule {
  void* library;
  SimState** state;
  std::map<std::string, std::unique_ptr<SimFunction>> functions;
};

extern "C" {

int cuInit(unsigned) {
  SimEntry entry;
  if (simDeviceCount() == 0) {
    return SIM_NO_DEVICE;
  }
  initialized = true;
  return SIM_SUCCESS;
}

int cuDriverGetVersion(int* version) {
  SimEntry entry;
  *version = simDriverVersion();
  return SIM_SUCCESS;
}

int cuDeviceGetCount(int* count) {
  SimEntry entry;
  *count = simDeviceCount();
  return SIM_SUCCESS;
}

int cuDeviceGet(int* result, int ordinal) {
  SimEntry entry;
  if (ordinal < 0 || ordinal >= simDeviceCount()) {
    return SIM_INVALID_DEVICE;
  }
  *result = ordinal;
  return SIM_SUCCESS;
}

int cuDeviceGetName(char* name, int length, int) {
  SimEntry entry;
  snprintf(name, (size_t)length, "Simulated CUDA device");
  return SIM_SUCCESS;
}

int cuDeviceTotalMem_v2(size_t* bytes, int) {
  SimEntry entry;
  size_t free;
  simMemory(&free, bytes);
  return SIM_SUCCESS;
}

int cuDeviceGetAttribute(int* value, int attribute, int) {
  SimEntry entry;
  switch (attribute) {
    case 16: *value = 4; return SIM_SUCCESS;  // multiprocessors
    case 75: *value = simCapability() / 10; return SIM_SUCCESS;
    case 76: *value = simCapability() % 10; return SIM_SUCCESS;
    default: return SIM_INVALID_VALUE;
  }
}

int cuGetErrorName(int status, const char** name) {
  SimEntry entry;
  *name = simErrorName(status);
  return SIM_SUCCESS;
}

int cuModuleLoadData(SimModule** result, const void* image) {
  SimEntry entry;
  if (sticky != SIM_SUCCESS) {
    return sticky;
  }
  if (simAnyCapturing()) {
    return SIM_CAPTURE_UNSUPPORTED;
  }
  SimImage header;
  memcpy(&header, image, sizeof header);
  if (memcmp(header.magic, SIM_MAGIC, sizeof header.magic) != 0) {
    return SIM_INVALID_IMAGE;
  }
  if (header.capability != (uint32_t)simCapability()) {
    return SIM_NO_BINARY;
  }
  // A new file name each time, because dlopen returns the earlier library for a known name.
  char path[] = "/tmp/grok-simulated-kernels-XXXXXX";
  int file = mkstemp(path);
  const char* bytes = static_cast<const char*>(image) + sizeof header;
  bool written = file >= 0 && write(file, bytes, header.bytes) == (ssize_t)header.bytes;
  close(file);
  void* library = written ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : nullptr;
  unlink(path);
  if (library == nullptr) {
    fprintf(stderr, "simulated device: %s\n", dlerror());
    return SIM_INVALID_IMAGE;
  }
  auto* module = new SimModule;
  module->library = library;
  module->state = static_cast<SimState**>(dlsym(library, "grok_sim_state"));
  *module->state = simBlockState();
  *result = module;
  simSlot(SLOT_MODULES)++;
  return SIM_SUCCESS;
}

int cuModuleUnload(SimModule* module) {
  SimEntry entry;
  drainAll();
  dlclose(module->library);
  delete module;
  simSlot(SLOT_MODULES)--;
  return sticky;
}

int cuModuleGetFunction(SimFunction** result, SimModule* module, const char* name) {
  SimEntry entry;
  auto& known = module->functions[name];
  if (!known) {
    std::string kernel = name;
    void* call = dlsym(module->library, ("grok_sim_call_" + kernel).c_str());
    void* sizes = dlsym(module->library, ("grok_sim_sizes_" + kernel).c_str());
    void* poison = dlsym(module->library, "grok_sim_poison_shared");
    if (call == nullptr || sizes == nullptr) {
      return SIM_NOT_FOUND;
    }
    auto function = std::make_unique<SimFunction>();
    function->name = kernel;
    function->code = {kernel, reinterpret_cast<void (*)(void**)>(call),
                      reinterpret_cast<void (*)()>(poison)};
    function->parameters =
        reinterpret_cast<size_t (*)(const size_t**)>(sizes)(&function->sizes);
    known = std::move(function);
  }
  *result = known.get();
  return SIM_SUCCESS;
}

int cuLaunchKernel(SimFunction* function, unsigned gx, unsigned gy, unsigned gz, unsigned bx,
                   unsigned by, unsigned bz, unsigned sharedBytes, SimStream* stream,
                   void** parameters, void** extra) {
  SimEntry entry;
  if (simFault(SLOT_FAIL_LAUNCH)) {
    return SIM_LAUNCH_OUT_OF_RESOURCES;
  }
  // A device's limits; dynamic shared memory and `extra` are not used by this project.
  if (gx == 0 || gy == 0 || gz == 0 || bx * by * bz == 0 || bx * by * bz > 1024 || gx > 0x7FFFFFFF ||
      gy > 65535 || gz > 65535 || sharedBytes != 0 || extra != nullptr) {
    return SIM_INVALID_VALUE;
  }
  auto arguments = std::make_shared<std::vector<std::vector<char>>>();
  size_t total = 0;
  for (size_t i = 0; i < function->parameters; i++) {
    const char* value = static_cast<const char*>(parameters[i]);
    arguments->emplace_back(value, value + function->sizes[i]);
    total += function->sizes[i];
  }
  if (total > 4096) {
    return SIM_INVALID_VALUE;
  }
  SimKernelCode code = function->code;
  SimIndex grid{gx, gy, gz};
  SimIndex block{bx, by, bz};
  return simEnqueue(stream, "kernel " + function->name, [code, arguments, grid, block] {
    if (simFault(SLOT_FAIL_KERNEL)) {
      return SIM_ILLEGAL_ADDRESS;
    }
    std::vector<void*> pointers;
    for (auto& argument : *arguments) {
      pointers.push_back(argument.data());
    }
    int64_t number = simSlot(SLOT_LAUNCHES)++;
    return simRunGrid(code, pointers.data(), grid, block, (int)simSlot(SLOT_ORDER), number)
               ? SIM_SUCCESS
               : SIM_LAUNCH_FAILED;
  });
}

}  // extern "C"
