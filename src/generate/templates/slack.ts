/** The same in Slack's markup, in which three signs are escaped. https://docs.slack.dev/messaging/formatting-message-text */
export const slack = String.raw`
{{ define "autonomica.slack.escaped" }}{{ reReplaceAll "&" "&amp;" . | reReplaceAll "<" "&lt;" | reReplaceAll ">" "&gt;" }}{{ end }}

{{ define "autonomica.slack.color" -}}
{{ $color := "good" }}{{ range .Alerts.Firing -}}
{{ if eq .Labels.severity "critical" }}{{ $color = "danger" }}{{ else if ne $color "danger" }}{{ $color = "warning" }}{{ end -}}
{{ end }}{{ $color }}{{ end }}

{{ define "autonomica.slack.title" -}}
[{{ template "autonomica.state" . }}] {{ template "autonomica.slack.escaped" (or .CommonAnnotations.summary .GroupLabels.job "several alerts") }} ({{ template "autonomica.which" . }}){{ end }}

{{ define "autonomica.slack.alert" -}}
{{ range $i, $pair := (.Labels.Remove (stringSlice "alertname" "severity" "team" "environment" "cluster")).SortedPairs -}}
{{ if $i }}, {{ end }}{{ .Name }} {{ template "autonomica.slack.escaped" .Value }}{{ end }}
{{ template "autonomica.since" . }}

{{ end }}

{{ define "autonomica.slack.text" -}}
{{ range $i, $alert := .Alerts.Firing }}{{ if lt $i 10 -}}
{{ if not $.CommonAnnotations.summary }}*{{ template "autonomica.slack.escaped" (or .Annotations.summary .Labels.alertname) }}*
{{ end }}{{ with .Annotations.description }}{{ template "autonomica.slack.escaped" . }}
{{ end }}{{ if not $.CommonAnnotations.runbook_url }}{{ with .Annotations.runbook_url }}<{{ . }}|Runbook>
{{ end }}{{ end }}{{ template "autonomica.slack.alert" . }}{{ end }}{{ end -}}
{{ if gt (len .Alerts.Firing) 10 }}These are 10 of <{{ template "autonomica.all" . }}|{{ len .Alerts.Firing }}>.

{{ end }}{{ range $i, $alert := .Alerts.Resolved }}{{ if lt $i 10 -}}
Resolved{{ if not $.CommonAnnotations.summary }}: {{ template "autonomica.slack.escaped" (or .Annotations.summary .Labels.alertname) }}{{ end }}
{{ template "autonomica.slack.alert" . }}{{ end }}{{ end -}}
{{ if gt (len .Alerts.Resolved) 10 }}These are 10 of {{ len .Alerts.Resolved }} resolved.

{{ end }}{{ with .CommonAnnotations.runbook_url }}<{{ . }}|Runbook>  {{ end -}}
{{ with .CommonAnnotations.dashboard }}<{{ . }}|Dashboard>  {{ end -}}
{{ if .Alerts.Firing }}<{{ template "autonomica.silence" . }}|Silence>{{ end }}{{ end }}
`;
