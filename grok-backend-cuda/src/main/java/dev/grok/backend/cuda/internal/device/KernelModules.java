package dev.grok.backend.cuda.internal.device;

import dev.grok.backend.cuda.internal.library.Status;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;

/** The kernel families that have been loaded onto the device. */
final class KernelModules {
  private final KernelCompiler compiler;
  private final Map<String, CUmod_st> modules = new HashMap<>();
  private final Map<String, CUfunc_st> functions = new HashMap<>();

  KernelModules(KernelCompiler compiler) {
    this.compiler = compiler;
  }

  /** The function of the family of that name, compiled and loaded at its first use. */
  CUfunc_st function(String family, String name) {
    return functions.computeIfAbsent(
        family + "." + name,
        key -> {
          CUfunc_st function = new CUfunc_st();
          Status.driver(
              cudart.cuModuleGetFunction(function, module(family), name),
              "cuModuleGetFunction(" + name + ")");
          return function;
        });
  }

  private CUmod_st module(String family) {
    CUmod_st known = modules.get(family);
    if (known != null) {
      return known;
    }
    CUmod_st module = new CUmod_st();
    try (BytePointer cubin = new BytePointer(compiler.compile(family))) {
      Status.driver(cudart.cuModuleLoadData(module, cubin), "cuModuleLoadData(" + family + ".cu)");
    }
    modules.put(family, module);
    return module;
  }

  void unload(Releases releases) {
    modules
        .values()
        .forEach(module -> releases.driver(cudart.cuModuleUnload(module), "cuModuleUnload"));
    modules.clear();
    functions.clear();
  }
}
