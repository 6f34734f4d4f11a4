import { dateTime } from '@grafana/data';
import { TimeSeries } from '@grafana/ui';

export function Series({ panel, frames, width, height, range }) {
  const [from, to] = [range.from, range.to].map((seconds) => dateTime(seconds * 1000));
  const timeRange = { from, to, raw: { from, to } };
  return (
    <TimeSeries
      frames={frames}
      structureRev={1}
      timeRange={timeRange}
      timeZone="utc"
      width={width}
      height={height}
      legend={panel.options.legend}
      options={panel.options}
    />
  );
}
