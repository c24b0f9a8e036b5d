import { useElementSize } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Bar, BarChart, Cell, LabelList, XAxis, YAxis } from 'recharts';
import { usePercent } from '../../desk/percent.ts';
import { plainText } from '../../shared/rich-text/plain-text.ts';
import classes from './report.module.css';
import type { AskedQuestion } from './sentence.ts';

const barRow = 52;

/** Default export, so that the chart library is loaded only with a report. */
export default function ShareBars({ questions }: { questions: AskedQuestion[] }) {
  const { t } = useTranslation('teach');
  const percent = usePercent();
  const { ref, width } = useElementSize();
  const labelWidth = Math.round(Math.min(520, width * 0.48));
  const rows = questions.map((question) => ({
    name: `${question.round + 1}. ${plainText(question.prompt)}`,
    share: question.rightShare,
    text: percent(question.rightShare),
  }));
  const spoken = rows.map(({ name, text }) => `${name} ${text}`).join('; ');
  return (
    <div ref={ref} className={classes.chart} role="img" aria-label={`${t('report.glance.chart')}: ${spoken}`}>
      {width > 0 && (
        <BarChart
          layout="vertical"
          width={width}
          height={rows.length * barRow + 8}
          data={rows}
          margin={{ top: 4, right: 64, bottom: 4, left: 0 }}
          accessibilityLayer={false}
        >
          <XAxis type="number" domain={[0, 1]} hide />
          <YAxis
            type="category"
            dataKey="name"
            width={labelWidth}
            interval={0}
            axisLine={false}
            tickLine={false}
            tick={(tick) => <Prompt {...tick} width={labelWidth} />}
          />
          <Bar
            dataKey="share"
            barSize={28}
            radius={8}
            minPointSize={3}
            background={{ fill: 'var(--sunken)', radius: 8 }}
            isAnimationActive={false}
          >
            {rows.map(({ name, share }) => (
              <Cell key={name} fill={share < 0.5 ? 'var(--choice-2)' : 'var(--primary)'} />
            ))}
            <LabelList dataKey="text" position="right" fill="var(--text)" fontWeight={700} />
          </Bar>
        </BarChart>
      )}
    </div>
  );
}

interface PromptProps {
  x: number | string;
  y: number | string;
  width: number;
  payload: { value: string };
}

/** Two lines of HTML, since text in SVG does not break by itself. */
function Prompt({ y, width, payload }: PromptProps) {
  return (
    <foreignObject x={0} y={Number(y) - barRow / 2} width={width - 12} height={barRow}>
      <div className={classes.tick} title={payload.value}>
        <span>{payload.value}</span>
      </div>
    </foreignObject>
  );
}
