package dev.kurir.network.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.message.Bot;
import dev.kurir.testing.PinnedClock;
import org.junit.jupiter.api.Test;

class AttendanceTest {
  private final Memory memory = new Memory();
  private final Bot bot = TelegramLab.bot();
  private final Attendance attendance =
      new Attendance(bot, memory, memory, new PinnedClock("2026-11-21T10:00:00Z"));

  @Test
  void whatWasRememberedIsNotOverwrittenBeforeItCouldBeRead() {
    memory.marks.put(bot.id(), "read 2026-11-19T09:00:00Z");
    memory.unreadable = true;
    attendance.complete();
    attendance.end();
    assertThat(memory.marks.get(bot.id())).isEqualTo("read 2026-11-19T09:00:00Z");
    assertThat(memory.told).isEmpty();

    memory.unreadable = false;
    attendance.complete();
    assertThat(memory.told).hasSize(1);
    assertThat(memory.marks.get(bot.id())).isEqualTo("read 2026-11-21T10:00:00Z");
  }

  @Test
  void aNewBotHasNoGap() {
    attendance.complete();

    assertThat(memory.told).isEmpty();
    assertThat(memory.marks.get(bot.id())).isEqualTo("read 2026-11-21T10:00:00Z");
  }
}
