package dev.grok.testkit;

/**
 * All that a backend must do: the sum of the groups. A backend's test implements it:
 *
 * <pre>{@code
 * class CpuContractTest implements KernelContract {
 *   @Override
 *   public Backend open() {
 *     return Backends.open("cpu");
 *   }
 * }
 * }</pre>
 */
public interface KernelContract
    extends MatmulContract,
        ActivationContract,
        EmbeddingContract,
        NormalizationContract,
        AttentionContract,
        LossContract,
        AccuracyContract,
        OptimizerContract,
        ElementwiseContract,
        ReductionContract,
        CounterContract,
        SamplingContract,
        ReplicaContract,
        RecordingContract,
        MemoryContract,
        ErrorContract {}
