# One image for web, worker and every command, with the clients for a model and for traces, which load where they are
# configured. Build: docker build -t leaselab .
FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/leaselab
COPY requirements-image.lock .
RUN python -m venv .venv \
 && .venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-image.lock

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 leaselab \
 && useradd --uid 10001 --gid leaselab --no-log-init --no-create-home --home-dir /var/lib/leaselab --shell /usr/sbin/nologin leaselab \
 && install --directory --owner leaselab --group leaselab --mode 0700 /var/lib/leaselab
WORKDIR /srv/leaselab
COPY --from=build /srv/leaselab/.venv .venv
COPY piccolo_conf.py ./
COPY app app
COPY migrations migrations
COPY static static
COPY templates templates
# Owned by root and compiled once: the application cannot change itself, and its root file system may be read-only.
RUN .venv/bin/python -m compileall -q app migrations piccolo_conf.py
ENV PATH=/srv/leaselab/.venv/bin:$PATH \
    HOME=/var/lib/leaselab \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    LEASELAB_DATA_DIR=/var/lib/leaselab \
    LEASELAB_LOG_FORMAT=json
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "app"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
