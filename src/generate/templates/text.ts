/**
 * What is told as text, in the language of Go's templates; `$` is the group, of which ten alerts are told in full. What all alerts
 * of a group share is told once: their summary, in the subject, and the links.
 * https://prometheus.io/docs/alerting/latest/notifications/
 */
export const text = String.raw`
{{/* The worst of what fires, else of what fired. */}}
{{ define "autonomica.severity" -}}
{{ $alerts := .Alerts.Firing }}{{ if not $alerts }}{{ $alerts = .Alerts.Resolved }}{{ end -}}
{{ $severity := "info" }}{{ range $alerts -}}
{{ if eq .Labels.severity "critical" }}{{ $severity = "critical" -}}
{{ else if and (ne .Labels.severity "info") (eq $severity "info") }}{{ $severity = "warning" }}{{ end -}}
{{ end }}{{ $severity }}{{ end }}

{{ define "autonomica.state" -}}
{{ if not .Alerts.Firing }}resolved{{ else }}{{ template "autonomica.severity" . }}{{ end -}}
{{ if gt (len .Alerts.Firing) 1 }} ×{{ len .Alerts.Firing }}{{ end }}{{ end }}

{{ define "autonomica.which" -}}
{{ .GroupLabels.alertname }}{{ with .GroupLabels.environment }}, {{ . }}{{ end }}{{ with .GroupLabels.cluster }}, {{ . }}{{ end }}{{ end }}

{{ define "autonomica.subject" -}}
[{{ template "autonomica.state" . }}] {{ or .CommonAnnotations.summary .GroupLabels.job "several alerts" }} ({{ template "autonomica.which" . }}){{ end }}

{{ define "autonomica.where" -}}
{{ with (.Labels.Remove (stringSlice "alertname" "severity" "team" "environment" "cluster")).SortedPairs -}}
{{ range $i, $pair := . }}{{ if $i }}, {{ end }}{{ .Name }} {{ .Value }}{{ end }}{{ end }}{{ end }}

{{ define "autonomica.since" -}}
{{ if eq .Status "firing" }}since {{ .StartsAt.UTC.Format "2006-01-02 15:04 UTC" }}{{ else -}}
from {{ .StartsAt.UTC.Format "2006-01-02 15:04" }} to {{ .EndsAt.UTC.Format "2006-01-02 15:04 UTC" }}{{ end }}{{ end }}

{{ define "autonomica.firing" -}}
{{ range $i, $alert := .Alerts.Firing }}{{ if lt $i 10 -}}
{{ if not $.CommonAnnotations.summary }}{{ or .Annotations.summary .Labels.alertname }}
{{ end }}{{ with .Annotations.description }}{{ . }}
{{ end }}Where: {{ template "autonomica.where" . }}
When: {{ template "autonomica.since" . }}
{{ if not $.CommonAnnotations.runbook_url }}{{ with .Annotations.runbook_url }}Runbook: {{ . }}
{{ end }}{{ end }}
{{ end }}{{ end }}{{ if gt (len .Alerts.Firing) 10 }}These are 10 of {{ len .Alerts.Firing }}: {{ template "autonomica.all" . }}

{{ end }}{{ end }}

{{ define "autonomica.resolved" -}}
{{ range $i, $alert := .Alerts.Resolved }}{{ if lt $i 10 -}}
Resolved{{ if not $.CommonAnnotations.summary }}: {{ or .Annotations.summary .Labels.alertname }}{{ end }}
Where: {{ template "autonomica.where" . }}
When: {{ template "autonomica.since" . }}

{{ end }}{{ end }}{{ if gt (len .Alerts.Resolved) 10 }}These are 10 of {{ len .Alerts.Resolved }} resolved.

{{ end }}{{ end }}

{{/* Alertmanager's pages, of the group: its labels are matchers in their addresses. */}}
{{ define "autonomica.matchers" -}}
%7B{{ range $i, $pair := .GroupLabels.SortedPairs }}{{ if $i }}%2C%20{{ end -}}
{{ .Name }}%3D%22{{ reReplaceAll "([\"\\\\])" "\\$1" .Value | urlquery | reReplaceAll "\\+" "%20" }}%22{{ end }}%7D{{ end }}
{{ define "autonomica.all" }}{{ .ExternalURL }}/#/alerts?filter={{ template "autonomica.matchers" . }}{{ end }}
{{ define "autonomica.silence" }}{{ .ExternalURL }}/#/silences/new?filter={{ template "autonomica.matchers" . }}{{ end }}

{{ define "autonomica.links" -}}
{{ with .CommonAnnotations.runbook_url }}Runbook: {{ . }}
{{ end }}{{ with .CommonAnnotations.dashboard }}Dashboard: {{ . }}
{{ end }}{{ if .Alerts.Firing }}Silence: {{ template "autonomica.silence" . }}{{ end }}{{ end }}

{{ define "autonomica.text" -}}
{{ template "autonomica.firing" . }}{{ template "autonomica.resolved" . }}{{ template "autonomica.links" . }}{{ end }}

{{ define "autonomica.message" -}}
{{ template "autonomica.subject" . }}

{{ template "autonomica.text" . }}{{ end }}
`;
