package dev.kurir.mapping;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A pool whose connections break at times after a statement that appends was committed and before
 * its answer came. Thread-safe.
 */
final class LostAnswers {
  private final AtomicInteger losing = new AtomicInteger();
  private final DataSource pool;

  LostAnswers(DataSource real) {
    this.pool =
        proxy(
            DataSource.class,
            (proxy, method, arguments) -> {
              Object result = call(real, method, arguments);
              return result instanceof Connection connection ? connection(connection) : result;
            });
  }

  DataSource pool() {
    return pool;
  }

  /** The next answer is lost. */
  void loseNext() {
    losing.incrementAndGet();
  }

  private Connection connection(Connection real) {
    return proxy(
        Connection.class,
        (proxy, method, arguments) -> {
          Object result = call(real, method, arguments);
          return result instanceof PreparedStatement statement
                  && arguments[0].toString().contains("INSERT INTO inbox")
              ? statement(statement)
              : result;
        });
  }

  private PreparedStatement statement(PreparedStatement real) {
    return proxy(
        PreparedStatement.class,
        (proxy, method, arguments) -> {
          Object result = call(real, method, arguments);
          if (method.getName().startsWith("execute")
              && losing.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw new SQLException("the connection broke after the commit", "08006");
          }
          return result;
        });
  }

  private static Object call(Object real, java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
