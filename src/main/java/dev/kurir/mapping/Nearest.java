package dev.kurir.mapping;

import dev.kurir.message.NetworkName;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** The contacts whom a misspelt name may have meant. Pure. */
final class Nearest {
  private static final int SHOWN = 3;
  private static final double SAME_NETWORK = 0.2;

  private Nearest() {}

  static List<Contact> of(String name, NetworkName network, List<Contact> all) {
    JaroWinklerSimilarity similarity = new JaroWinklerSimilarity();
    String wanted = name.toLowerCase(Locale.ROOT);
    return all.stream()
        .sorted(
            Comparator.comparingDouble(
                (Contact c) ->
                    -similarity.apply(wanted, c.handle().toLowerCase(Locale.ROOT))
                        - (c.network().equals(network) ? SAME_NETWORK : 0)))
        .limit(SHOWN)
        .toList();
  }
}
