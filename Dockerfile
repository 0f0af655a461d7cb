# Other bases work as well: --build-arg BUILD_BASE=… (a JDK 17 with Maven 3.8.7+), --build-arg BASE=… (a JRE 17+ with bash)
ARG BUILD_BASE=maven:3-eclipse-temurin-17
ARG BASE=eclipse-temurin:17-jre

FROM ${BUILD_BASE} AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY sql sql
COPY src/main src/main
RUN mvn -B -ntp -Punchecked -Dmaven.test.skip=true -Dspotless.check.skip=true package

FROM ${BASE}
# Written by hand: not every base has useradd.
RUN echo 'kurir:x:10001:10001:Kurir:/var/lib/kurir:/usr/sbin/nologin' >>/etc/passwd \
 && echo 'kurir:x:10001:' >>/etc/group \
 && mkdir -p /var/lib/kurir \
 && chown 10001:10001 /var/lib/kurir \
 && chmod 0750 /var/lib/kurir
WORKDIR /opt/kurir
COPY --from=build /build/target/lib target/lib
COPY --from=build /build/target/kurir.jar target/kurir.jar
COPY kurir LICENSE README.md ./
COPY routes routes
COPY sql sql
USER 10001:10001
ENV KURIR_BUILD=never \
    KURIR_DATA_DIRECTORY=/var/lib/kurir
VOLUME /var/lib/kurir
EXPOSE 8080 8081 4999/udp
# The image has no curl. Alive means that the process can answer: a database that is away is no reason to restart Kurir.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${KURIR_MANAGEMENT_PORT:-8081} && printf 'GET /observe/health/live HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/kurir/kurir"]
CMD ["run"]
