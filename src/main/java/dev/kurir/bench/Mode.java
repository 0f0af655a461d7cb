package dev.kurir.bench;

import java.util.List;

/** One thing that can be measured. */
interface Mode {
  /** What it is called on the command line. */
  String name();

  /** Measures it. Figures with a goal state ratios of the same run. */
  List<Figure> measure(Laboratory laboratory) throws Exception;
}
