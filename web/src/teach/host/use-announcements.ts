import type { ChallengeView } from '@tutti/client';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';

/** Says what changed by itself, for hosts who listen to the page: who came, and whether the class stands or goes on. */
export function useAnnouncements({ phase, players, paused, host }: ChallengeView): void {
  const { t } = useTranslation('teach');
  const inLobby = phase.name === 'lobby';
  const phaseText = t(`host.phase.${phase.name}`);
  const isPaused = paused !== null;
  const locked = host?.options.locked ?? false;
  const first = useRef(true);

  useEffect(() => {
    if (inLobby && players > 0) announce(t('host.announce.joined', { count: players }));
  }, [inLobby, players, t]);
  useEffect(() => announce(phaseText), [phaseText]);
  useEffect(() => {
    if (!first.current) announce(t(isPaused ? 'host.announce.paused' : 'host.announce.resumed'));
  }, [isPaused, t]);
  useEffect(() => {
    if (!first.current) announce(t(locked ? 'host.announce.locked' : 'host.announce.unlocked'));
    first.current = false;
  }, [locked, t]);
}
