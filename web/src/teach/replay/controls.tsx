import { ActionIcon, NativeSelect } from '@mantine/core';
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerTrackNextFilled,
  IconPlayerTrackPrevFilled,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNumber } from '../../desk/percent.ts';
import { clockText } from './clock-text.ts';
import classes from './replay.module.css';
import { type Playing, type Speed, speeds } from './use-playing.ts';
import { momentFor } from './use-replay-keys.ts';
import { questionStart, type ReplayView, type Score } from './view-at.ts';

interface ControlsProps {
  score: Score;
  view: ReplayView;
  playing: Playing;
  of: number;
}

export function Controls({ score, view, playing, of }: ControlsProps) {
  const { t } = useTranslation('replay');
  const number = useNumber();
  const { at, isPlaying, speed, jump, toggle, setSpeed } = playing;
  return (
    <section className={classes.controls} aria-label={t('controls.title')}>
      <Timeline score={score} view={view} jump={jump} of={of} />
      <div className={classes.buttons}>
        <ActionIcon
          variant="default"
          size={48}
          aria-label={t('controls.before')}
          onClick={() => jump(questionStart(score, at, 'before'))}
        >
          <IconPlayerTrackPrevFilled size={20} aria-hidden />
        </ActionIcon>
        <ActionIcon size={56} aria-label={t(isPlaying ? 'controls.pause' : 'controls.play')} onClick={toggle}>
          {isPlaying ? (
            <IconPlayerPauseFilled size={26} aria-hidden />
          ) : (
            <IconPlayerPlayFilled size={26} aria-hidden />
          )}
        </ActionIcon>
        <ActionIcon
          variant="default"
          size={48}
          aria-label={t('controls.after')}
          onClick={() => jump(questionStart(score, at, 'after'))}
        >
          <IconPlayerTrackNextFilled size={20} aria-hidden />
        </ActionIcon>
        <NativeSelect
          className={classes.speed}
          aria-label={t('controls.speed')}
          value={speed}
          onChange={({ currentTarget: { value } }) => setSpeed(Number(value) as Speed)}
          data={speeds.map((value) => ({ value: String(value), label: `${number(value)}×` }))}
        />
        <span className={classes.times} aria-hidden>
          {clockText(at)} / {clockText(score.durationMs)}
        </span>
        <span className={classes.keys}>{t('controls.keys')}</span>
      </div>
    </section>
  );
}

function Timeline({
  score,
  view: { at, stage },
  jump,
  of,
}: Pick<ControlsProps, 'score' | 'view' | 'of'> & Pick<Playing, 'jump'>) {
  const { t } = useTranslation('replay');
  const { durationMs, starts, still } = score;
  const share = (ms: number) => `${(100 * ms) / Math.max(1, durationMs)}%`;
  const time = clockText(at);
  const spoken =
    stage.round === null ? time : t('timeline.inQuestion', { number: stage.round + 1, of, time });
  return (
    <div className={classes.timeline}>
      <div className={classes.ground} aria-hidden>
        {still.map(({ from, to }) => (
          <span key={from} className={classes.still} style={{ left: share(from), width: share(to - from) }} />
        ))}
        <span className={classes.past} style={{ width: share(at) }} />
        {starts.map((start) => (
          <span key={start.round} className={classes.tick} style={{ left: share(start.at) }} />
        ))}
      </div>
      <input
        type="range"
        min={0}
        max={durationMs}
        step={1}
        value={Math.round(at)}
        aria-label={t('timeline.title')}
        aria-valuetext={spoken}
        onChange={({ currentTarget: { value } }) => jump(Number(value))}
        onKeyDown={(event) => {
          const to = momentFor(event.key, score, at);
          if (to === null || event.altKey || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          jump(to);
        }}
      />
    </div>
  );
}
