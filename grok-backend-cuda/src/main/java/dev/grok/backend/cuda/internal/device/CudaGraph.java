package dev.grok.backend.cuda.internal.device;

import dev.grok.backend.cuda.internal.library.Status;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.global.cudart;

/** Recorded work as a CUDA graph: a replay is one launch. */
record CudaGraph(DeviceStream stream, CUgraphExec_st executable) implements Replay {
  /** Captures the given work instead of doing it. */
  static CudaGraph capture(DeviceStream stream, Runnable work) {
    // Relaxed, since cuBLAS may load its own kernels meanwhile.
    Status.runtime(
        cudart.cudaStreamBeginCapture(stream.handle(), cudart.cudaStreamCaptureModeRelaxed),
        "cudaStreamBeginCapture");
    CUgraph_st graph = new CUgraph_st();
    boolean complete = false;
    try {
      work.run();
      complete = true;
    } finally {
      // Even after a failure, or the stream would stay in capture.
      int status = cudart.cudaStreamEndCapture(stream.handle(), graph);
      if (complete) {
        Status.runtime(status, "cudaStreamEndCapture");
      } else if (status == cudart.cudaSuccess && !graph.isNull()) {
        cudart.cudaGraphDestroy(graph);
      }
    }
    CUgraphExec_st executable = new CUgraphExec_st();
    int status = cudart.cudaGraphInstantiate(executable, graph, 0);
    Status.runtime(cudart.cudaGraphDestroy(graph), "cudaGraphDestroy");
    Status.runtime(status, "cudaGraphInstantiate");
    return new CudaGraph(stream, executable);
  }

  @Override
  public void runOnce() {
    Status.runtime(cudart.cudaGraphLaunch(executable, stream.handle()), "cudaGraphLaunch");
  }

  @Override
  public void release() {
    Status.runtime(cudart.cudaGraphExecDestroy(executable), "cudaGraphExecDestroy");
  }
}
