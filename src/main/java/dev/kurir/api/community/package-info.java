/**
 * The messaging platform over HTTP and JSON: requests read strictly, operations called, answers.
 */
@org.jspecify.annotations.NullMarked
package dev.kurir.api.community;
