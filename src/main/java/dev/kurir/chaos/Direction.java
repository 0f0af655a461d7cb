package dev.kurir.chaos;

/** Which way a message goes. */
enum Direction {
  /** A partner wrote it. */
  TO_OWNER('>'),
  /** The owner wrote it. */
  TO_PARTNER('<');

  final char sign;

  Direction(char sign) {
    this.sign = sign;
  }

  static Direction of(String sign) {
    return sign.charAt(0) == TO_OWNER.sign ? TO_OWNER : TO_PARTNER;
  }
}
