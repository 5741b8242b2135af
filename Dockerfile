FROM python:3.13-slim AS build
WORKDIR /build
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
RUN python -m venv /opt/stationmaster && /opt/stationmaster/bin/pip install --no-cache-dir .

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 stationmaster && install -d -o stationmaster /data
COPY --from=build /opt/stationmaster /opt/stationmaster
ENV PATH=/opt/stationmaster/bin:$PATH DATABASE_URL=sqlite:////data/stationmaster.db
USER stationmaster
WORKDIR /data
VOLUME /data
EXPOSE 3000
# Over Socket Mode nothing listens, and there is nothing to ask.
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s CMD \
    ["python", "-c", "import os, urllib.request; os.getenv('SLACK_APP_TOKEN') or urllib.request.urlopen(f\"http://127.0.0.1:{os.getenv('PORT') or 3000}/healthz\")"]
CMD ["stationmaster", "run"]
