import { Button, Menu } from '@mantine/core';
import {
  IconCalendarEvent,
  IconClockPlus,
  IconDotsVertical,
  IconEye,
  IconLock,
  IconLockOpen,
  IconMoodSmile,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconPlayerStop,
} from '@tabler/icons-react';
import type { ChallengeView } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import type { Question } from '../../desk/states/ask-once.tsx';
import classes from './host.module.css';
import { KeyHints } from './key-hints.tsx';
import type { NextStep } from './next-step.ts';
import type { Run } from './use-commands.ts';

const secondsToAdd = 15;

interface ControlsProps {
  view: ChallengeView;
  step: NextStep | null;
  mayStep: boolean;
  onStep: () => void;
  onPause: () => void;
  onLock: () => void;
  run: Run;
  ask: (question: Question) => void;
}

/** Only while something goes on that can stand still. */
export const isPausable = ({ phase }: ChallengeView) =>
  phase.name !== 'lobby' && phase.name !== 'podium' && phase.name !== 'ended';

export function Controls({ view, step, mayStep, onStep, onPause, onLock, run, ask }: ControlsProps) {
  const { t } = useTranslation(['teach', 'powers']);
  const { phase, paused, host } = view;
  const locked = host?.options.locked ?? false;
  const asking = phase.name === 'question';
  const discussing = phase.name === 'discuss';
  const skippable = asking || discussing || phase.name === 'get_ready';
  const parkable = phase.name !== 'podium' && phase.name !== 'ended' && !view.rules.rehearsal;
  const muted = host?.options.reactionsMuted ?? false;

  const askSkip = () =>
    ask({
      title: t('host.ask.skipTitle'),
      body: t('host.ask.skip'),
      yes: t('host.ask.skipYes'),
      onYes: async () => void (await run((it) => it.skip())),
    });
  const askEnd = () =>
    ask({
      title: t('host.ask.endTitle'),
      body: t('host.ask.end'),
      yes: t('host.ask.endYes'),
      onYes: async () => void (await run((it) => it.end())),
    });
  const askPark = () =>
    ask({
      title: t('powers:park.title'),
      body: t('powers:park.body'),
      yes: t('powers:park.yes'),
      onYes: async () => void (await run((it) => it.park())),
    });
  const LockIcon = locked ? IconLockOpen : IconLock;
  const lockText = locked ? t('host.do.unlock') : t('host.do.lock');

  return (
    <div className={classes.controls} role="toolbar" aria-label={t('host.do.label')}>
      <div className={classes.sideControls}>
        {isPausable(view) && !paused && (
          <Button
            variant="default"
            onClick={onPause}
            aria-keyshortcuts="p"
            leftSection={<IconPlayerPause size={22} aria-hidden />}
          >
            {t('host.do.pause')}
          </Button>
        )}
        {discussing && (
          <Button
            variant="default"
            onClick={() => void run((it) => it.next())}
            leftSection={<IconEye size={22} aria-hidden />}
          >
            {t('powers:discuss.showAnswer')}
          </Button>
        )}
        {asking && (
          <Button
            variant="default"
            onClick={() => void run((it) => it.addTime(secondsToAdd))}
            aria-label={t('host.do.addTimeLabel', { count: secondsToAdd })}
            leftSection={<IconClockPlus size={22} aria-hidden />}
          >
            {t('host.do.addTime', { count: secondsToAdd })}
          </Button>
        )}
        {skippable && (
          <Button
            variant="default"
            onClick={askSkip}
            className={classes.wideOnly}
            leftSection={<IconPlayerSkipForward size={22} aria-hidden />}
          >
            {t('host.do.skip')}
          </Button>
        )}
      </div>
      <div className={classes.primary}>
        {step && (
          <Button
            size="xl"
            className={classes.primaryButton}
            onClick={onStep}
            // not `disabled`: that would throw the keyboard's focus away with each press
            aria-disabled={!mayStep || undefined}
            data-disabled={!mayStep || undefined}
            aria-keyshortcuts="Space"
            leftSection={<IconPlayerPlay aria-hidden />}
          >
            {t(`host.step.${step}`)}
          </Button>
        )}
        {step === 'start' && view.players === 0 && (
          <span className={classes.hint}>{t('host.startAnyway')}</span>
        )}
        <KeyHints />
      </div>
      <div className={classes.sideControls} data-end>
        <Button
          variant="default"
          onClick={onLock}
          aria-keyshortcuts="l"
          className={classes.wideOnly}
          leftSection={<LockIcon size={22} aria-hidden />}
        >
          {lockText}
        </Button>
        <Button
          variant="default"
          onClick={askEnd}
          className={classes.wideOnly}
          leftSection={<IconPlayerStop size={22} aria-hidden />}
        >
          {t('host.do.end')}
        </Button>
        <Menu position="top-end" withinPortal>
          <Menu.Target>
            <Button variant="default" aria-label={t('host.do.more')} px="sm">
              <IconDotsVertical aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {parkable && (
              <Menu.Item onClick={askPark} leftSection={<IconCalendarEvent size={20} aria-hidden />}>
                {t('powers:park.menu')}
              </Menu.Item>
            )}
            <Menu.Item
              onClick={() => void run((it) => it.muteReactions(!muted))}
              leftSection={<IconMoodSmile size={20} aria-hidden />}
            >
              {t(muted ? 'powers:mute.allBack' : 'powers:mute.all')}
            </Menu.Item>
            <Menu.Item
              className={classes.narrowOnly}
              onClick={onLock}
              leftSection={<LockIcon size={20} aria-hidden />}
            >
              {lockText}
            </Menu.Item>
            <Menu.Item
              className={classes.narrowOnly}
              leftSection={<IconPlayerPlay size={20} aria-hidden />}
              onClick={() =>
                void run((it) => it.setAdvance(host?.options.advance === 'auto' ? 'manual' : 'auto'))
              }
            >
              {host?.options.advance === 'auto' ? t('host.do.manual') : t('host.do.auto')}
            </Menu.Item>
            {skippable && (
              <Menu.Item
                className={classes.narrowOnly}
                onClick={askSkip}
                leftSection={<IconPlayerSkipForward size={20} aria-hidden />}
              >
                {t('host.do.skip')}
              </Menu.Item>
            )}
            <Menu.Item
              className={classes.narrowOnly}
              onClick={askEnd}
              color="wrong"
              leftSection={<IconPlayerStop size={20} aria-hidden />}
            >
              {t('host.do.end')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </div>
  );
}
