import com.sun.management.ThreadMXBean;
import dev.grok.api.Backend;
import dev.grok.api.Backends;
import dev.grok.api.MemoryScope;
import dev.grok.api.Recording;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.Write;
import dev.grok.api.spi.BackendOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import java.util.*;
public class E33 {
    private static final float[] FLOATS = new float[4096];
    private static final int[] INTS = new int[4096];

    

    public static void main(String[] arguments) {
      for (VectorSpecies<Float> species :
          List.of(FloatVector.SPECIES_64, FloatVector.SPECIES_128, FloatVector.SPECIES_256)) {
        if (species != FloatVector.SPECIES_PREFERRED) {
          for (int round = 0; round < 3_000; round++) {
            floats(species);
            integers(VectorSpecies.of(int.class, species.vectorShape()));
          }
        }
      }
      try (Backend backend = Backends.open("cpu", BackendOptions.DEFAULT.withThreads(1)); MemoryScope scope = backend.scope("test")) { Kernels k=backend.kernels();
      Tensor x = scope.floats("x", 1, 21, 70);
      Tensor weight = scope.floats("weight", 1, 70, 70);
      Tensor row = scope.floats("row", 1, 70);
      Tensor y = scope.floats("y", 1, 21, 70);
      Tensor mean = scope.floats("mean", 1, 21);
      Tensor deviation = scope.floats("deviation", 1, 21);
 Map<String,Recording> rs=new LinkedHashMap<>();
rs.put("k.matmul(y, x, weight, Transpose.NONE, Write.OVERWRITE);", backend.record(()->{ k.matmul(y, x, weight, Transpose.NONE, Write.OVERWRITE); }));
rs.put("k.matmul(weight, x, x, Transpose.A, Write.OVERWRITE);", backend.record(()->{ k.matmul(weight, x, x, Transpose.A, Write.OVERWRITE); }));
rs.put("k.biasActivationForward(y, x, row, Activation.TANH);", backend.record(()->{ k.biasActivationForward(y, x, row, Activation.TANH); }));
rs.put("k.biasActivationForward(y, x, row, Activation.GELU);", backend.record(()->{ k.biasActivationForward(y, x, row, Activation.GELU); }));
rs.put("k.layerNormForward(y, mean, deviation, x, row, row, 1e-5);", backend.record(()->{ k.layerNormForward(y, mean, deviation, x, row, row, 1e-5); }));
 ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean(); long id = Thread.currentThread().getId();
 for(var e: rs.entrySet()) e.getValue().run(20000);
 for(var e: rs.entrySet()) { e.getValue().run(20000); long before = bean.getThreadAllocatedBytes(id); long t=System.nanoTime(); e.getValue().run(1000); System.out.println(e.getKey()+" "+(bean.getThreadAllocatedBytes(id) - before)+" "+(System.nanoTime()-t)/1000000.0+" us"); }
 } }
    private static void floats(VectorSpecies<Float> species) {
      FloatVector sum = FloatVector.zero(species);
      for (int i = 0; i < FLOATS.length; i += species.length()) {
        FloatVector x = FloatVector.fromArray(species, FLOATS, i);
        sum = sum.add(x.sub(0.5f).mul(x).fma(x, sum));
        sum.intoArray(FLOATS, i);
      }
    }

    private static void integers(VectorSpecies<Integer> species) {
      IntVector max = IntVector.zero(species);
      for (int i = 0; i < INTS.length; i += species.length()) {
        IntVector x = IntVector.fromArray(species, INTS, i);
        max = max.max(x.lanewise(VectorOperators.ASHR, 1));
        max.intoArray(INTS, i);
      }
      INTS[0] = max.reduceLanes(VectorOperators.MAX);
    }

}
