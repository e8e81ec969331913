# The app image: hub, actions and the command line. Build from the project's folder:
#   docker build -f deploy/docker/app.Dockerfile -t jiezhu-app .
FROM python:3.11-slim-bookworm AS packages
COPY requirements/app.txt /build/app.txt
# The list is complete and every file has its hash: nothing is resolved, nothing else is let in.
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r /build/app.txt \
 && echo /srv/jiezhu > /opt/venv/lib/python3.11/site-packages/jiezhu.pth

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /srv/jiezhu jiezhu && mkdir /data && chown jiezhu /data
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/jiezhu
COPY bot ./bot
COPY actions ./actions
COPY data ./data
COPY domain ./domain
COPY config.yml domain.yml endpoints.yml ./
COPY deploy/docker/jiezhu /usr/local/bin/jiezhu
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 PYTHONUTF8=1 OMP_NUM_THREADS=1 \
    JIEZHU_VAR_DIR=/data JIEZHU_MODEL_DIR=/data/models \
    JIEZHU_PUBLIC_HOST=0.0.0.0 JIEZHU_STAFF_HOST=0.0.0.0 JIEZHU_ACTIONS_HOST=0.0.0.0
USER jiezhu
VOLUME /data
EXPOSE 8600 8601 8606
STOPSIGNAL SIGTERM
ENTRYPOINT ["jiezhu"]
CMD ["hub"]
