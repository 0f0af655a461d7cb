package dev.kurir.journal;

import dev.kurir.message.Arrival;
import java.time.Instant;

/** One arrival as the journal keeps it. */
public record Entry(Arrival arrival, Instant journaledAt) {}
