/** What many tests share: the published specifications as judges of what Kurir sends. */
package dev.kurir.testing;
