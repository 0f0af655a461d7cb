package dev.kurir.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract judges: what it does not promise is a violation. */
class ContractTest {
  private final Contract contract = new Contract();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200|{\"items\":[]}",
        "200|{\"items\":[],\"next\":\"x\"}",
        "200|{\"items\":[],\"next\":null,\"more\":1}",
        "200|{\"items\":[{\"username\":\"Sari\",\"paired\":false,\"pairingCode\":null,\"createdAt\":\"2026-01-01T00:00:00Z\"}],\"next\":null}",
        "200|{\"items\":[{\"username\":\"sari\",\"paired\":false,\"pairingCode\":7,\"createdAt\":\"2026-01-01T00:00:00Z\"}],\"next\":null}",
      })
  void whatIsNotPromisedIsAViolation(int status, String body) {
    assertThatThrownBy(
            () -> contract.judge("GET", "/api/v1/owners", status, "application/json", body))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void whatIsPromisedIsNone() {
    contract.judge(
        "GET",
        "/api/v1/owners",
        200,
        "application/json",
        "{\"items\":[{\"username\":\"sari\",\"paired\":true,\"pairingCode\":null,\"createdAt\":\"2026-01-01T00:00:00Z\"}],\"next\":null}");
  }
}
