/** The same as a mail; values are escaped by the engine, and what escapes by itself is not allowed here. */
export const html = String.raw`
{{ define "autonomica.html.matchers" -}}
%7B{{ range $i, $pair := .GroupLabels.SortedPairs }}{{ if $i }}%2C%20{{ end -}}
{{ .Name }}%3D%22{{ reReplaceAll "([\"\\\\])" "\\$1" .Value }}%22{{ end }}%7D{{ end }}

{{ define "autonomica.html.alert" -}}
<p style="margin:0 0 16px;padding:8px 12px;border-left:4px solid {{ if eq .Status "firing" }}#c4162a{{ else }}#37872d{{ end }}">
{{ if eq .Status "resolved" }}Resolved: {{ end }}<b>{{ or .Annotations.summary .Labels.alertname }}</b><br>
{{ if eq .Status "firing" }}{{ with .Annotations.description }}{{ . }}<br>
{{ end }}{{ end }}{{ template "autonomica.where" . }}<br>
{{ template "autonomica.since" . }}{{ with .Annotations.runbook_url }}<br>
<a href="{{ . }}">Runbook</a>{{ end }}{{ with .Annotations.dashboard }} · <a href="{{ . }}">Dashboard</a>{{ end }}
</p>
{{ end }}

{{ define "autonomica.html" -}}
<!doctype html>
<html><head><meta charset="utf-8"><title>{{ template "autonomica.subject" . }}</title></head>
<body style="font:14px/1.4 sans-serif;max-width:640px;margin:16px">
<h1 style="font-size:18px">{{ template "autonomica.subject" . }}</h1>
{{ range $i, $alert := .Alerts.Firing }}{{ if lt $i 10 }}{{ template "autonomica.html.alert" . }}{{ end }}{{ end -}}
{{ if gt (len .Alerts.Firing) 10 }}<p>These are 10 of {{ len .Alerts.Firing }}.</p>
{{ end }}{{ range $i, $alert := .Alerts.Resolved }}{{ if lt $i 10 }}{{ template "autonomica.html.alert" . }}{{ end }}{{ end -}}
{{ if gt (len .Alerts.Resolved) 10 }}<p>These are 10 of {{ len .Alerts.Resolved }} resolved.</p>
{{ end }}<p><a href="{{ .ExternalURL }}/#/alerts?filter={{ template "autonomica.html.matchers" . }}">All of them</a>
{{ if .Alerts.Firing }}· <a href="{{ .ExternalURL }}/#/silences/new?filter={{ template "autonomica.html.matchers" . }}">Silence</a>
{{ end }}</p>
</body></html>
{{ end }}
`;
