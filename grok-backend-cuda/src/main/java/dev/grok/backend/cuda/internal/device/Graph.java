package dev.grok.backend.cuda.internal.device;

import java.util.List;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.global.cudart;
import org.jspecify.annotations.Nullable;

/** Recorded steps as a CUDA graph: a replay is one launch. */
final class Graph extends Program {
  private @Nullable CUgraphExec_st executable;

  Graph(Session session, long scratch, long scratchBytes) {
    super(session, scratch, scratchBytes);
  }

  void capture(List<Step> steps) {
    // Relaxed: cuBLAS may load its own kernels meanwhile.
    Status.runtime(
        cudart.cudaStreamBeginCapture(session().stream(), cudart.cudaStreamCaptureModeRelaxed),
        "cudaStreamBeginCapture");
    CUgraph_st graph = new CUgraph_st();
    boolean complete = false;
    try {
      steps.forEach(step -> step.enqueue(session(), scratch()));
      complete = true;
    } finally {
      // Also after a failure, or the stream would stay in capture.
      int status = cudart.cudaStreamEndCapture(session().stream(), graph);
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
  void runOnce() {
    Status.runtime(cudart.cudaGraphLaunch(executable, session().stream()), "cudaGraphLaunch");
  }

  @Override
  void release() {
    CUgraphExec_st graph = executable;
    executable = null;
    if (graph != null) {
      Status.runtime(cudart.cudaGraphExecDestroy(graph), "cudaGraphExecDestroy");
    }
  }
}
