# The engine image: Rasa behind our own launcher, with the model trained while it is built. Build from the project's folder:
#   docker build -f deploy/docker/engine.Dockerfile -t jiezhu-engine .
# Another model: mount a folder with current.json and the .tar.gz at /models (jiezhu train writes both).
FROM python:3.10-slim-bookworm AS packages
COPY requirements/engine.txt /build/engine.txt
# The list leaves TensorFlow out of what Rasa asks for (docs/decisions/0001), so nothing may be resolved.
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r /build/engine.txt

FROM packages AS model
WORKDIR /srv/jiezhu
COPY bot/__init__.py ./bot/__init__.py
COPY bot/kernel ./bot/kernel
COPY bot/language ./bot/language
COPY bot/risk ./bot/risk
COPY bot/engine ./bot/engine
COPY data ./data
COPY domain ./domain
COPY config.yml domain.yml endpoints.yml ./
ENV JIEZHU_MODEL_DIR=/models OMP_NUM_THREADS=1 RASA_TELEMETRY_ENABLED=false
RUN /opt/venv/bin/python -m bot.engine.light --install && /opt/venv/bin/python -m bot.engine.train

FROM python:3.10-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /srv/jiezhu jiezhu
COPY --from=model /opt/venv /opt/venv
COPY --from=model /srv/jiezhu /srv/jiezhu
COPY --from=model /models /models
WORKDIR /srv/jiezhu
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 PYTHONUTF8=1 OMP_NUM_THREADS=1 RASA_TELEMETRY_ENABLED=false \
    JIEZHU_MODEL_DIR=/models JIEZHU_ENGINE_HOST=0.0.0.0
USER jiezhu
EXPOSE 8605
STOPSIGNAL SIGTERM
CMD ["python", "-m", "bot.engine.serve"]
