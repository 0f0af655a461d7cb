package dev.kurir.messenger;

import java.time.Duration;

/**
 * How strict the messenger is.
 *
 * @param tokenRequired whether a session acts only with the token that its login returned
 * @param plainLoginAnywhere whether passwords may cross the network in the clear
 * @param registrationsPerMinute by one address
 * @param failedLoginsPerMinute by one address
 * @param idle after how long without a word a session ends
 * @param quota how many sessions this server takes; 0: it serves no users
 */
public record MessengerSettings(
    boolean tokenRequired,
    boolean plainLoginAnywhere,
    int registrationsPerMinute,
    int failedLoginsPerMinute,
    Duration idle,
    int quota) {}
