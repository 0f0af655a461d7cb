package dev.kurir.growth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProjectionTest {
  private static final DiskSize DISK = new DiskSize(100_000_000_000L);

  @Test
  void thePapersDayFillsADisk() {
    Projection paper = new Projection(0, 2_212_000);

    assertThat(paper.daysUntilFull(DISK)).isEqualTo(45_207);
    assertThat(paper.kept(45_207)).isLessThanOrEqualTo(DISK.bytes());
    assertThat(paper.kept(45_208)).isGreaterThan(DISK.bytes());
  }

  @Test
  void mastersTakeTheirPartOfTheDisk() {
    assertThat(new Projection(900, 10).daysUntilFull(new DiskSize(1_000))).isEqualTo(10);
    assertThat(new Projection(2_000, 10).daysUntilFull(new DiskSize(1_000))).isZero();
  }

  @Test
  void anArchivedDatabaseHoldsTheDaysThatStayAndThePresentOne() {
    Projection kurir = new Projection(500, 10);

    assertThat(kurir.archived(30, 30)).isEqualTo(800).isEqualTo(kurir.kept(30));
    assertThat(kurir.archived(31, 30)).isEqualTo(810);
    assertThat(kurir.archived(1_000_000, 30)).isEqualTo(810).isEqualTo(kurir.level(30));
  }

  @Test
  void itLevelsOffUnlessTheDiskIsFullBefore() {
    Projection kurir = new Projection(500, 10);

    assertThat(course(kurir, 810).levelsOff()).isTrue();
    assertThat(course(kurir, 809).levelsOff()).isFalse();
  }

  @Test
  void theChartShowsWhereBothPartOrWhereTheDiskIsFull() {
    Projection kurir = new Projection(500, 10);

    assertThat(course(kurir, 1_000_000).days()).isEqualTo(120);
    assertThat(course(kurir, 1_000_000).showsDisk()).isFalse();
    assertThat(course(kurir, 700).days()).isEqualTo(40);
    assertThat(course(kurir, 700).showsDisk()).isTrue();
    assertThat(course(kurir, 100).days()).isEqualTo(2);
  }

  private static Course course(Projection kurir, long disk) {
    return new Course(kurir, new Projection(0, 5), new DiskSize(disk), 30);
  }
}
