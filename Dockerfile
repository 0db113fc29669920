# syntax=docker/dockerfile:1
# SPDX-License-Identifier: Apache-2.0
# One file for every service; SERVICE names the folder of its project:
#   docker build --build-arg SERVICE=services/Agencies.Customs --build-arg SDK_IMAGE=… --build-arg RUNTIME_IMAGE=… -t cbm/agencies-customs:1.0.0 .
# Base images are named by whoever builds (.env.example says which kind): this repository names no registry.
ARG SDK_IMAGE
ARG RUNTIME_IMAGE

FROM ${SDK_IMAGE} AS build
ARG SERVICE
WORKDIR /src
COPY . .
# --use-current-runtime is left out: one restore, as packages.lock.json has it, for every kind of machine.
RUN test -n "$SERVICE" || { echo "SERVICE names no project: --build-arg SERVICE=services/Declarations"; exit 1; }
RUN dotnet restore --locked-mode "$SERVICE"
RUN dotnet publish --no-restore --configuration Release --output /app "$SERVICE" \
 # The same entry for every service: a link to its own host, which finds Cbm.X.dll beside itself.
 && mkdir /data \
 && ln -s "Cbm.$(basename "$SERVICE" | sed 's/^gateway$/Gateway/')" /app/service

# Chiselled ASP.NET Core: no shell, no package manager, and a user who is not root.
FROM ${RUNTIME_IMAGE}
WORKDIR /app
COPY --from=build /app .
# What is mounted here belongs to the service (a named volume takes its owner from this folder).
COPY --from=build --chown=1654:1654 /data /data
# Where it listens its settings say (Urls__Http), not the base image.
ENV DOTNET_EnableDiagnostics=0 ASPNETCORE_HTTP_PORTS=
# 1654: "app" of the .NET images, by number so that Kubernetes can see that it is not root. It owns nothing here and writes to
# mounted volumes and /tmp alone.
USER 1654:1654
EXPOSE 8080
ENTRYPOINT ["/app/service"]
