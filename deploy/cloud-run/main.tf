# The farm on Cloud Run: a bucket, the workers on L4 GPUs, the coordinator. The database and the secrets are made beforehand (README.md).

terraform {
  required_version = ">= 1.7"
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 7.0"
    }
  }
}

variable "project" { type = string }

variable "region" {
  description = "One that has L4 GPUs: europe-west1, europe-west4, us-east4, asia-southeast1"
  type        = string
}

variable "bucket" {
  description = "Name of the bucket for films and chunks"
  type        = string
}

variable "database_instance" {
  description = "Cloud SQL for PostgreSQL, as PROJECT:REGION:NAME"
  type        = string
}

variable "images" {
  description = "Both images, by digest"
  type        = object({ cpu = string, gpu = string })
}

provider "google" {
  project = var.project
  region  = var.region
}

resource "google_storage_bucket" "films" {
  name                        = var.bucket
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  # Finished films (renders/) stay; what can be made again goes.
  lifecycle_rule {
    action { type = "Delete" }
    condition {
      age            = 7
      matches_prefix = ["chunks/"]
    }
  }
  lifecycle_rule {
    action { type = "Delete" }
    condition {
      age            = 2
      matches_prefix = ["assets/"]
    }
  }
  lifecycle_rule {
    action { type = "AbortIncompleteMultipartUpload" }
    condition { age = 1 }
  }
}

resource "google_service_account" "worker" {
  account_id = "framefarm-worker"
}

resource "google_service_account" "coordinator" {
  account_id = "framefarm-coordinator"
}

resource "google_storage_bucket_iam_member" "films" {
  for_each = {
    worker      = google_service_account.worker.email
    coordinator = google_service_account.coordinator.email
  }
  bucket = google_storage_bucket.films.name
  role   = "roles/storage.objectUser"
  member = "serviceAccount:${each.value}"
}

# Signed addresses of finished films are signed by the account itself.
resource "google_service_account_iam_member" "signs" {
  service_account_id = google_service_account.coordinator.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = "serviceAccount:${google_service_account.coordinator.email}"
}

resource "google_project_iam_member" "database" {
  project = var.project
  role    = "roles/cloudsql.client"
  member  = "serviceAccount:${google_service_account.coordinator.email}"
}

resource "google_secret_manager_secret_iam_member" "reads" {
  for_each = {
    framefarm-worker-keys   = google_service_account.worker.email
    framefarm-keys          = google_service_account.coordinator.email
    framefarm-worker-key    = google_service_account.coordinator.email
    framefarm-worker-tokens = google_service_account.coordinator.email
    framefarm-database-url  = google_service_account.coordinator.email
  }
  secret_id = each.key
  role      = "roles/secretmanager.secretAccessor"
  member    = "serviceAccount:${each.value}"
}

# Nobody but the coordinator may ask for a scene.
resource "google_cloud_run_v2_service_iam_member" "asks" {
  name     = google_cloud_run_v2_service.worker.name
  location = var.region
  role     = "roles/run.invoker"
  member   = "serviceAccount:${google_service_account.coordinator.email}"
}

resource "google_cloud_run_v2_service" "worker" {
  name     = "framefarm-worker"
  location = var.region

  template {
    service_account                  = google_service_account.worker.email
    max_instance_request_concurrency = 1
    timeout                          = "600s"
    execution_environment            = "EXECUTION_ENVIRONMENT_GEN2"
    gpu_zonal_redundancy_disabled    = true

    scaling {
      min_instance_count = 0
      max_instance_count = 100
    }

    node_selector {
      accelerator = "nvidia-l4"
    }

    containers {
      image = var.images.gpu
      args  = ["serve"]

      ports {
        container_port = 4410
      }

      resources {
        cpu_idle          = false
        startup_cpu_boost = true
        limits = {
          cpu              = "4"
          memory           = "16Gi"
          "nvidia.com/gpu" = "1"
        }
      }

      dynamic "env" {
        for_each = {
          FRAMEFARM_HOST            = "0.0.0.0"
          FRAMEFARM_PORT            = "4410"
          FRAMEFARM_KEYS_FILE       = "/config/keys.json"
          FRAMEFARM_STORAGE         = "gs://${google_storage_bucket.films.name}"
          FRAMEFARM_DESTINATIONS    = "gs://${google_storage_bucket.films.name}"
          FRAMEFARM_ALLOWED_BUCKETS = google_storage_bucket.films.name
          FRAMEFARM_CACHE_MB        = "2048"
          FRAMEFARM_STOP_SECONDS    = "8"
        }
        content {
          name  = env.key
          value = env.value
        }
      }

      volume_mounts {
        name       = "config"
        mount_path = "/config"
      }

      startup_probe {
        period_seconds    = 2
        timeout_seconds   = 2
        failure_threshold = 60
        http_get {
          path = "/readyz"
          port = 4410
        }
      }

      liveness_probe {
        period_seconds  = 30
        timeout_seconds = 5
        http_get {
          path = "/healthz"
          port = 4410
        }
      }
    }

    volumes {
      name = "config"
      secret {
        secret = "framefarm-worker-keys"
        items {
          version = "latest"
          path    = "keys.json"
        }
      }
    }
  }

  depends_on = [google_secret_manager_secret_iam_member.reads]
}

resource "google_cloud_run_v2_service" "coordinator" {
  name     = "framefarm-coordinator"
  location = var.region

  template {
    service_account                  = google_service_account.coordinator.email
    max_instance_request_concurrency = 200
    timeout                          = "3600s"
    execution_environment            = "EXECUTION_ENVIRONMENT_GEN2"

    scaling {
      min_instance_count = 1
      max_instance_count = 3
    }

    containers {
      image = var.images.cpu
      args  = ["serve", "--no-worker"]

      ports {
        container_port = 4410
      }

      resources {
        cpu_idle = false
        limits = {
          cpu    = "2"
          memory = "4Gi"
        }
      }

      dynamic "env" {
        for_each = {
          FRAMEFARM_HOST                  = "0.0.0.0"
          FRAMEFARM_PORT                  = "4410"
          FRAMEFARM_KEYS_FILE             = "/config/keys.json"
          FRAMEFARM_WORKER_TOKENS_FILE    = "/tokens/worker-tokens.json"
          FRAMEFARM_STORAGE               = "gs://${google_storage_bucket.films.name}"
          FRAMEFARM_DESTINATIONS          = "gs://${google_storage_bucket.films.name}"
          FRAMEFARM_SCENE_WORKERS         = google_cloud_run_v2_service.worker.uri
          FRAMEFARM_SCENE_WORKER_SLOTS    = "100"
          FRAMEFARM_SCENE_WORKER_IDENTITY = "google"
          FRAMEFARM_CACHE_MB              = "512"
          FRAMEFARM_STOP_SECONDS          = "8"
        }
        content {
          name  = env.key
          value = env.value
        }
      }

      env {
        name = "FRAMEFARM_SCENE_WORKER_KEY"
        value_source {
          secret_key_ref {
            secret  = "framefarm-worker-key"
            version = "latest"
          }
        }
      }

      env {
        name = "DATABASE_URL"
        value_source {
          secret_key_ref {
            secret  = "framefarm-database-url"
            version = "latest"
          }
        }
      }

      volume_mounts {
        name       = "config"
        mount_path = "/config"
      }
      volume_mounts {
        name       = "tokens"
        mount_path = "/tokens"
      }
      volume_mounts {
        name       = "cloudsql"
        mount_path = "/cloudsql"
      }

      startup_probe {
        period_seconds    = 2
        timeout_seconds   = 2
        failure_threshold = 60
        http_get {
          path = "/readyz"
          port = 4410
        }
      }

      liveness_probe {
        period_seconds  = 30
        timeout_seconds = 5
        http_get {
          path = "/healthz"
          port = 4410
        }
      }
    }

    volumes {
      name = "config"
      secret {
        secret = "framefarm-keys"
        items {
          version = "latest"
          path    = "keys.json"
        }
      }
    }
    volumes {
      name = "tokens"
      secret {
        secret = "framefarm-worker-tokens"
        items {
          version = "latest"
          path    = "worker-tokens.json"
        }
      }
    }
    volumes {
      name = "cloudsql"
      cloud_sql_instance {
        instances = [var.database_instance]
      }
    }
  }

  depends_on = [google_secret_manager_secret_iam_member.reads]
}

output "coordinator" {
  value = google_cloud_run_v2_service.coordinator.uri
}
