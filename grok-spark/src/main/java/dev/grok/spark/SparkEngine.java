package dev.grok.spark;

import dev.grok.api.GrokException;
import dev.grok.lab.config.Json;
import dev.grok.lab.config.UsageException;
import dev.grok.lab.sweep.CellResult;
import dev.grok.lab.sweep.InitialStates;
import dev.grok.lab.sweep.train.SweepEngine;
import dev.grok.lab.sweep.train.SweepWork;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Function1;
import scala.Function2;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.runtime.BoxedUnit;

/**
 * Trains the cells of a sweep on Spark: a task for each cell, or for a few if there are very many.
 * The driver writes the journal, a task's cells as soon as it ends; Spark runs the tasks of a lost
 * executor again, and what they give is the same.
 */
public final class SparkEngine implements SweepEngine {
  /** Most tasks: if there are more cells, several share a task. */
  private static final int MOST_TASKS = 10_000;

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public void run(SweepWork work) {
    try (JavaSparkContext spark = new JavaSparkContext(conf(work.options().master()))) {
      run(work, spark);
    }
  }

  /** The rest is set by spark-submit or by system properties. */
  private static SparkConf conf(String master) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.app.name", "grok sweep");
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.executor.extraJavaOptions", "--add-modules=jdk.incubator.vector");
    if (!master.isEmpty()) {
      conf.setMaster(master);
    }
    if (!conf.contains("spark.master")) {
      throw new UsageException(
          "--engine spark needs a master: --master local[2], or start it by spark-submit");
    }
    if (conf.get("spark.master").startsWith("local-cluster")) {
      // Its executors are processes of this machine: they find everything where this one does.
      conf.set("spark.executor.extraClassPath", System.getProperty("java.class.path", ""));
    }
    return conf;
  }

  private static void run(SweepWork work, JavaSparkContext spark) {
    List<CellTask> tasks =
        Arrays.stream(work.cells())
            .mapToObj(
                cell ->
                    new CellTask(cell, work.plan().id(cell), Json.line(work.plan().config(cell))))
            .toList();
    TaskSettings settings =
        new TaskSettings(
            work.options().backend().name(),
            work.options().data(),
            work.options().replicas(),
            new TreeMap<>(new InitialStates(work.directory()).contents()));
    JavaRDD<CellResult> results =
        spark
            .parallelize(tasks, Math.min(tasks.size(), MOST_TASKS))
            .mapPartitions(new TaskRunner(spark.broadcast(settings)));
    try {
      spark
          .sc()
          .runJob(
              results.rdd(),
              (Function1<Iterator<CellResult>, CellResult[]> & Serializable) SparkEngine::toArray,
              (Function2<Object, CellResult[], BoxedUnit>)
                  (partition, ended) -> {
                    Arrays.stream(ended).forEach(work.listener()::finished);
                    if (work.listener().isCanceled()) {
                      spark.sc().cancelAllJobs();
                    }
                    return BoxedUnit.UNIT;
                  },
              ClassTag.apply(CellResult[].class));
    } catch (Exception e) {
      if (work.listener().isCanceled()) {
        return;
      }
      // Scala declares no exceptions: runJob can throw any.
      throw e instanceof SparkException ? failed(e) : new GrokException("Spark: " + e, e);
    }
  }

  private static CellResult[] toArray(Iterator<CellResult> results) {
    return CollectionConverters.asJava(results.toSeq()).toArray(new CellResult[0]);
  }

  private static GrokException failed(Throwable error) {
    String first = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    return new GrokException("Spark gave the sweep up: " + first, error);
  }
}
