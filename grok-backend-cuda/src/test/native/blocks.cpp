// The threads of a block as fibers. A fiber runs thread after thread until one has to wait, and only then
// another fiber starts. A kernel in which no thread waits never switches.
#include "blocks.h"

#include <sys/mman.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <memory>
#include <numeric>
#include <vector>

#ifndef __x86_64__
#include <ucontext.h>
#endif

namespace {

constexpr size_t STACK = 128 * 1024;

#ifdef __x86_64__
// Saves the registers that a call must preserve and continues on another stack. swapcontext would also
// make two system calls for the signal mask.
using Context = void*;
extern "C" void grokSimSwitch(Context* save, Context to);
asm(R"(
.text
.type grokSimSwitch, @function
grokSimSwitch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size grokSimSwitch, .-grokSimSwitch
)");

Context newContext(char* stack, void (*entry)()) {
  auto* top = reinterpret_cast<uint64_t*>(stack + STACK);
  *--top = 0;  // keeps the stack aligned as after a call
  *--top = reinterpret_cast<uint64_t>(entry);
  for (int i = 0; i < 6; i++) {
    *--top = 0;
  }
  return top;
}

void switchTo(Context* save, Context* to) {
  grokSimSwitch(save, *to);
}
#else
using Context = std::unique_ptr<ucontext_t>;

Context newContext(char* stack, void (*entry)()) {
  auto context = std::make_unique<ucontext_t>();
  getcontext(context.get());
  context->uc_stack.ss_sp = stack;
  context->uc_stack.ss_size = STACK;
  context->uc_link = nullptr;
  makecontext(context.get(), entry, 0);
  return context;
}

void switchTo(Context* save, Context* to) {
  if (!*save) {
    *save = std::make_unique<ucontext_t>();
  }
  swapcontext(save->get(), to->get());
}
#endif

struct Fiber {
  char* stack;
  Context context;
};

enum class Waiting { NO, BLOCK, WARP, ENDED };

struct Thread {
  Fiber* fiber = nullptr;
  Waiting waiting = Waiting::NO;
  int line = 0;
};

struct Warp {
  uint64_t values[2][32];
  unsigned arrived = 0;
  unsigned mask = 0;
  unsigned ended = 0;
  unsigned members = 0;
  int generation = 0;
  int line = 0;
};

struct Grid {
  const SimKernelCode* kernel;
  void** arguments;
  SimState state;
  std::vector<int> order;
  std::vector<Thread> threads;
  std::vector<Warp> warps;
  std::deque<int> ready;
  std::vector<Fiber*> idle;
  std::vector<Fiber*> all;
  Context scheduler;
  size_t next = 0;
  size_t ended = 0;
  size_t atBarrier = 0;
  int barrierLine = 0;
  int now = -1;
  bool failed = false;
};

auto& g = *new Grid();

void select(int thread) {
  g.now = thread;
  unsigned x = g.state.blockSize.x;
  unsigned y = g.state.blockSize.y;
  g.state.thread = {(unsigned)thread % x, (unsigned)thread / x % y, (unsigned)thread / (x * y)};
}

void leave() {
  int self = g.now;
  switchTo(&g.threads[self].fiber->context, &g.scheduler);
}

[[noreturn]] void abandon() {
  g.failed = true;
  Context nowhere{};
  switchTo(&nowhere, &g.scheduler);
  abort();
}

void fail(const char* what, int line) {
  fprintf(stderr, "simulated device: kernel %s, thread %d of block (%u, %u, %u), line %d: %s\n",
          g.kernel->name.c_str(), g.now, g.state.block.x, g.state.block.y, g.state.block.z, line, what);
  abandon();
}

void syncThreads(int line) {
  if (g.atBarrier > 0 && g.barrierLine != line) {
    fail("threads of a block meet at different __syncthreads", line);
  }
  g.barrierLine = line;
  if (++g.atBarrier == g.threads.size()) {
    g.atBarrier = 0;
    for (int thread : g.order) {
      if (thread != g.now) {
        g.threads[thread].waiting = Waiting::NO;
        g.ready.push_back(thread);
      }
    }
    return;
  }
  g.threads[g.now].waiting = Waiting::BLOCK;
  g.threads[g.now].line = line;
  leave();
}

const uint64_t* meetWarp(unsigned mask, uint64_t value, int line) {
  Warp& warp = g.warps[g.now / 32];
  unsigned lane = 1u << (g.now % 32);
  if ((mask & lane) == 0) {
    fail("a thread calls a warp function whose mask leaves it out", line);
  }
  if ((mask & ~warp.members) != 0 || (mask & warp.ended) != 0) {
    fail("the mask of a warp function names threads that do not exist or have ended", line);
  }
  if (warp.arrived != 0 && (warp.mask != mask || warp.line != line)) {
    fail("threads of a warp meet at different warp functions", line);
  }
  int generation = warp.generation;
  warp.mask = mask;
  warp.line = line;
  warp.arrived |= lane;
  warp.values[generation & 1][g.now % 32] = value;
  if (warp.arrived == mask) {
    warp.arrived = 0;
    warp.generation++;
    int first = g.now / 32 * 32;
    for (int i = 0; i < 32; i++) {
      int other = first + i;
      if ((mask >> i & 1) != 0 && other != g.now) {
        g.threads[other].waiting = Waiting::NO;
        g.ready.push_back(other);
      }
    }
  } else {
    g.threads[g.now].waiting = Waiting::WARP;
    g.threads[g.now].line = line;
    leave();
  }
  return warp.values[generation & 1];
}

// The work of a fiber: threads of the block, one after the other, until one has to wait.
void fiberMain() {
  while (true) {
    Fiber* self = g.threads[g.now].fiber;
    g.kernel->call(g.arguments);
    g.threads[g.now].waiting = Waiting::ENDED;
    g.warps[g.now / 32].ended |= 1u << (g.now % 32);
    g.ended++;
    if (g.next < g.order.size() && g.ready.empty()) {
      int thread = g.order[g.next++];
      g.threads[thread].fiber = self;
      select(thread);
    } else {
      g.idle.push_back(self);
      switchTo(&self->context, &g.scheduler);
      // The scheduler has chosen another thread for this fiber.
    }
  }
}

Fiber* newFiber() {
  auto* fiber = new Fiber;
  void* stack = mmap(nullptr, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (stack == MAP_FAILED) {
    abort();
  }
  fiber->stack = static_cast<char*>(stack);
  fiber->context = newContext(fiber->stack, fiberMain);
  g.all.push_back(fiber);
  return fiber;
}

void reportWaiting() {
  size_t ended = 0;
  int line = 0;
  const char* where = "";
  for (const Thread& thread : g.threads) {
    ended += thread.waiting == Waiting::ENDED ? 1 : 0;
    if (thread.waiting == Waiting::BLOCK || thread.waiting == Waiting::WARP) {
      line = thread.line;
      where = thread.waiting == Waiting::BLOCK ? "__syncthreads" : "a warp function";
    }
  }
  fprintf(stderr,
          "simulated device: kernel %s, block (%u, %u, %u): threads wait for ever at %s in line %d; %zu "
          "of %zu have ended\n",
          g.kernel->name.c_str(), g.state.block.x, g.state.block.y, g.state.block.z, where, line, ended,
          g.threads.size());
}

bool runBlock() {
  size_t n = g.order.size();
  g.threads.assign(n, Thread{});
  for (size_t w = 0; w < g.warps.size(); w++) {
    size_t members = std::min<size_t>(32, n - 32 * w);
    g.warps[w] = Warp{};
    g.warps[w].members = members == 32 ? 0xFFFFFFFFu : (1u << members) - 1;
  }
  g.ready.clear();
  g.next = 0;
  g.ended = 0;
  g.atBarrier = 0;
  g.kernel->poisonShared();
  while (g.ended < n) {
    int thread;
    if (!g.ready.empty()) {
      thread = g.ready.front();
      g.ready.pop_front();
    } else if (g.next < n) {
      thread = g.order[g.next++];
      if (g.idle.empty()) {
        g.idle.push_back(newFiber());
      }
      g.threads[thread].fiber = g.idle.back();
      g.idle.pop_back();
    } else {
      reportWaiting();
      g.failed = true;
      return false;
    }
    select(thread);
    switchTo(&g.scheduler, &g.threads[thread].fiber->context);
    if (g.failed) {
      return false;
    }
  }
  return true;
}

void chooseOrder(int order, int64_t number, uint64_t block) {
  std::iota(g.order.begin(), g.order.end(), 0);
  int kind = order != 0 ? order : 1 + (int)((number + (int64_t)block) % 3);
  size_t n = g.order.size();
  if (kind == 2) {
    for (size_t i = 0; i < n; i++) {
      g.order[i] = (int)(n - 1 - i);
    }
  } else if (kind == 3) {
    uint64_t random = 0x9E3779B97F4A7C15ull * (uint64_t)(number + 1) + block;
    for (size_t i = n; i > 1; i--) {
      random = random * 6364136223846793005ull + 1442695040888963407ull;
      std::swap(g.order[i - 1], g.order[(random >> 33) % i]);
    }
  }
}

}  // namespace

SimState* simBlockState() {
  return &g.state;
}

bool simRunGrid(const SimKernelCode& kernel, void** arguments, SimIndex grid, SimIndex block, int order,
                int64_t number) {
  size_t n = (size_t)block.x * block.y * block.z;
  g.kernel = &kernel;
  g.arguments = arguments;
  g.state.blockSize = block;
  g.state.gridSize = grid;
  g.state.syncThreads = syncThreads;
  g.state.meetWarp = meetWarp;
  g.state.fail = fail;
  g.order.resize(n);
  g.warps.resize((n + 31) / 32);
  g.failed = false;
  uint64_t blocks = (uint64_t)grid.x * grid.y * grid.z;
  for (uint64_t i = 0; i < blocks && !g.failed; i++) {
    // No kernel may rely on the order of blocks either.
    uint64_t b = number % 2 == 0 ? i : blocks - 1 - i;
    g.state.block = {(unsigned)(b % grid.x), (unsigned)(b / grid.x % grid.y),
                     (unsigned)(b / ((uint64_t)grid.x * grid.y))};
    chooseOrder(order, number, b);
    runBlock();
  }
  if (g.failed) {
    // Fibers that stopped in the middle cannot be used again.
    for (Fiber* fiber : g.all) {
      munmap(fiber->stack, STACK);
      delete fiber;
    }
    g.all.clear();
    g.idle.clear();
  }
  return !g.failed;
}
