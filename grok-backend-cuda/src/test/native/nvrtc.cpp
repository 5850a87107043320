// libnvrtc.so.13 of the simulated device: compiles a .cu source by g++, with device.h in front of it and
// a trampoline for every kernel at its end.
#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <regex>
#include <sstream>
#include <vector>

#include "blocks.h"
#include "simulator.h"

extern char** environ;

namespace {
constexpr int SUCCESS = 0;
constexpr int INVALID_PROGRAM = 4;
constexpr int INVALID_OPTION = 5;
constexpr int COMPILATION = 6;

struct Program {
  std::string name;
  std::string source;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string log;
  std::string cubin;
};

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream content;
  content << in.rdbuf();
  return content.str();
}

void write(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

int run(const std::vector<std::string>& command, const std::string& log) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  pid_t child;
  int failed = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  int status = 1;
  if (failed != 0 || waitpid(child, &status, 0) != child) {
    return 1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

std::string trampolines(const std::string& source) {
  std::regex kernel("__global__\\s+void\\s+(?:__launch_bounds__\\([^)]*\\)\\s*)?(\\w+)\\s*\\(");
  std::string result;
  for (std::sregex_iterator it(source.begin(), source.end(), kernel), end; it != end; ++it) {
    result += "GROK_SIM_KERNEL(" + (*it)[1].str() + ")\n";
  }
  return result;
}
}  // namespace

extern "C" {

int nvrtcVersion(int* major, int* minor) {
  SimEntry entry;
  *major = 13;
  *minor = 0;
  return SUCCESS;
}

const char* nvrtcGetErrorString(int status) {
  switch (status) {
    case SUCCESS: return "NVRTC_SUCCESS";
    case INVALID_PROGRAM: return "NVRTC_ERROR_INVALID_PROGRAM";
    case INVALID_OPTION: return "NVRTC_ERROR_INVALID_OPTION";
    case COMPILATION: return "NVRTC_ERROR_COMPILATION";
    default: return "NVRTC_ERROR_INTERNAL_ERROR";
  }
}

int nvrtcCreateProgram(Program** result, const char* source, const char* name, int headers,
                       const char* const* contents, const char* const* names) {
  SimEntry entry;
  auto* program = new Program{name, source, {}, "", ""};
  for (int i = 0; i < headers; i++) {
    program->headers.emplace_back(names[i], contents[i]);
  }
  *result = program;
  simSlot(SLOT_PROGRAMS)++;
  return SUCCESS;
}

int nvrtcDestroyProgram(Program** program) {
  SimEntry entry;
  delete *program;
  *program = nullptr;
  simSlot(SLOT_PROGRAMS)--;
  return SUCCESS;
}

int nvrtcCompileProgram(Program* program, int count, const char* const* options) {
  SimEntry entry;
  simSlot(SLOT_COMPILATIONS)++;
  int capability = 0;
  for (int i = 0; i < count; i++) {
    std::string option = options[i];
    std::smatch match;
    if (std::regex_match(option, match, std::regex("--gpu-architecture=sm_(\\d+)"))) {
      capability = atoi(match[1].str().c_str());
    } else if (option != "--std=c++17" && option != "--fmad=false") {
      program->log = "unknown option " + option;
      return INVALID_OPTION;
    }
  }
  if (capability == 0) {
    program->log = "no --gpu-architecture=sm_XX";
    return INVALID_OPTION;
  }
  char folder[] = "/tmp/grok-simulated-XXXXXX";
  if (mkdtemp(folder) == nullptr) {
    return 11;
  }
  std::string at = folder;
  for (auto& [name, content] : program->headers) {
    write(at + "/" + name, content);
  }
  std::string source = "#include \"device.h\"\n#line 1 \"" + program->name + "\"\n" + program->source +
                       "\n" + trampolines(program->source);
  if (simFault(SLOT_FAIL_COMPILATION)) {
    source += "\n#error a fault was asked for\n";
  }
  write(at + "/kernels.cpp", source);
  int status = run({"g++", "-std=c++17", "-O2", "-march=native", "-ffp-contract=off", "-fno-strict-aliasing",
                    "-fno-gnu-unique", "-fsanitize=alignment", "-fPIC", "-shared", "-w", "-I", simFolder(), "-I", at, "-o", at + "/kernels.so",
                    at + "/kernels.cpp"},
                   at + "/log");
  program->log = read(at + "/log");
  if (status == 0) {
    std::string code = read(at + "/kernels.so");
    SimImage header{};
    memcpy(header.magic, SIM_MAGIC, sizeof header.magic);
    header.capability = (uint32_t)capability;
    header.bytes = code.size();
    program->cubin = std::string(reinterpret_cast<char*>(&header), sizeof header) + code;
  }
  for (auto& [name, content] : program->headers) {
    unlink((at + "/" + name).c_str());
  }
  for (const char* name : {"kernels.cpp", "kernels.so", "log"}) {
    unlink((at + "/" + name).c_str());
  }
  rmdir(folder);
  return status == 0 ? SUCCESS : COMPILATION;
}

int nvrtcGetProgramLogSize(Program* program, size_t* bytes) {
  SimEntry entry;
  *bytes = program->log.size() + 1;
  return SUCCESS;
}

int nvrtcGetProgramLog(Program* program, char* log) {
  SimEntry entry;
  memcpy(log, program->log.c_str(), program->log.size() + 1);
  return SUCCESS;
}

int nvrtcGetCUBINSize(Program* program, size_t* bytes) {
  SimEntry entry;
  *bytes = program->cubin.size();
  return program->cubin.empty() ? INVALID_PROGRAM : SUCCESS;
}

#ifndef GROK_SIM_WITHOUT_CUBIN
int nvrtcGetCUBIN(Program* program, char* cubin) {
  SimEntry entry;
  memcpy(cubin, program->cubin.data(), program->cubin.size());
  return SUCCESS;
}
#endif

}  // extern "C"
