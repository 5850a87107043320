package dev.grok.backend.cuda.internal.device;

import dev.grok.api.spi.DeviceProgram;
import java.util.List;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.global.cudart;
import org.jspecify.annotations.Nullable;

/** Recorded steps as a CUDA graph: a replay is one launch. */
public final class Graph implements DeviceProgram {
  private final Session session;
  private final long scratch;
  private final long scratchBytes;
  private @Nullable CUgraphExec_st executable;

  Graph(Session session, long scratch, long scratchBytes) {
    this.session = session;
    this.scratch = scratch;
    this.scratchBytes = scratchBytes;
  }

  void capture(List<Step> steps) {
    // Relaxed: cuBLAS may load its own kernels meanwhile.
    Status.runtime(
        cudart.cudaStreamBeginCapture(session.stream(), cudart.cudaStreamCaptureModeRelaxed),
        "cudaStreamBeginCapture");
    CUgraph_st graph = new CUgraph_st();
    boolean complete = false;
    try {
      steps.forEach(step -> step.enqueue(session, scratch));
      complete = true;
    } finally {
      // Also after a failure, or the stream would stay in capture.
      int status = cudart.cudaStreamEndCapture(session.stream(), graph);
      if (complete) {
        Status.runtime(status, "cudaStreamEndCapture");
      } else if (status == cudart.cudaSuccess && !graph.isNull()) {
        cudart.cudaGraphDestroy(graph);
      }
    }
    CUgraphExec_st instantiated = new CUgraphExec_st();
    int status = cudart.cudaGraphInstantiate(instantiated, graph, 0);
    Status.runtime(cudart.cudaGraphDestroy(graph), "cudaGraphDestroy");
    Status.runtime(status, "cudaGraphInstantiate");
    executable = instantiated;
  }

  @Override
  public void run(long times) {
    session.use();
    CUgraphExec_st graph = executable;
    if (graph == null) {
      throw new IllegalStateException("a closed recording cannot be run");
    }
    for (long i = 0; i < times; i++) {
      Status.runtime(cudart.cudaGraphLaunch(graph, session.stream()), "cudaGraphLaunch");
    }
  }

  @Override
  public void close() {
    if (executable == null || !session.isOpen()) {
      return;
    }
    session.forget(this);
    try {
      session.synchronize();
    } finally {
      destroy();
    }
  }

  void destroy() {
    CUgraphExec_st graph = executable;
    executable = null;
    try {
      if (graph != null) {
        Status.runtime(cudart.cudaGraphExecDestroy(graph), "cudaGraphExecDestroy");
      }
    } finally {
      session.memory().free(scratch, scratchBytes);
    }
  }
}
