package dev.kurir.network.line;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import okhttp3.Call;
import okhttp3.EventListener;

/**
 * Sees to it that a reply leaves at most once for each call. The SDK's client sends a request again
 * by itself when a kept connection breaks, which is harmless with a retry key; but the second of
 * two replies is refused, which would read as if LINE had taken none. Such a call ends as a broken
 * connection instead. Thread-safe.
 */
final class OneRequest extends EventListener {
  private final Set<Call> sent =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  @Override
  public void requestHeadersStart(Call call) {
    if (call.request().url().encodedPath().endsWith("/message/reply") && !sent.add(call)) {
      call.cancel();
    }
  }
}
