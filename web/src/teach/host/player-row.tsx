import { ActionIcon, Menu } from '@mantine/core';
import {
  IconCheck,
  IconClockPlus,
  IconDeviceMobile,
  IconDoorEnter,
  IconDotsVertical,
  IconHeartFilled,
  IconHourglassLow,
  IconLifebuoy,
  IconMoodOff,
  IconPencil,
  IconUserX,
  IconWifiOff,
} from '@tabler/icons-react';
import type { HostPlayer } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { useNumber } from '../../desk/percent.ts';
import { TeamBadge } from '../../shared/teams/team-badge.tsx';
import classes from './host.module.css';
import powers from './powers.module.css';
import { TeamMenu } from './team-menu.tsx';

/** Pixels; the style sheet says the same. */
export const rowHeight = 56;

interface PlayerRowProps {
  player: HostPlayer;
  /** A question is open, so "answered" means something. */
  asking: boolean;
  place: number;
  of: number;
  onRename: (player: HostPlayer) => void;
  onReturnCode: (player: HostPlayer) => void;
  onMoreTime: (player: HostPlayer) => void;
  onMute: (player: HostPlayer) => void;
  onTeam: (player: HostPlayer, team: number) => void;
  /** 0 where nobody plays in a team. */
  teams: number;
  onKick: (player: HostPlayer) => void;
  onAllowBack: (player: HostPlayer) => void;
}

export function PlayerRow({
  player,
  asking,
  place,
  of,
  onRename,
  onReturnCode,
  onMoreTime,
  onMute,
  onTeam,
  teams,
  onKick,
  onAllowBack,
}: PlayerRowProps) {
  const { t } = useTranslation(['teach', 'hosting', 'powers']);
  const number = useNumber();
  const {
    nickname,
    connected,
    answered,
    struggling,
    kicked,
    score,
    team,
    hearts,
    timeFactor,
    reactionsMuted,
  } = player;
  return (
    <li
      className={classes.player}
      aria-posinset={place}
      aria-setsize={of}
      data-away={!connected || undefined}
    >
      {team !== null && <TeamBadge team={team} />}
      <bdi className={classes.playerName} title={nickname}>
        {nickname}
      </bdi>
      {hearts !== null && (
        <span className={powers.hearts} data-out={hearts === 0 || undefined}>
          <IconHeartFilled size={18} aria-hidden />
          <span aria-hidden>{hearts}</span>
          <span className={classes.srOnly}>{t('powers:hearts', { count: hearts })}</span>
        </span>
      )}
      {timeFactor !== 1 && (
        <Sign
          Icon={IconClockPlus}
          label={t('powers:time.has', { factor: number(timeFactor) })}
          tone="quiet"
        />
      )}
      {reactionsMuted && <Sign Icon={IconMoodOff} label={t('powers:mute.isMuted')} tone="quiet" />}
      {connected ? (
        <span className={classes.srOnly}>{t('host.players.connected')}</span>
      ) : (
        <Sign Icon={IconWifiOff} label={t('host.players.disconnected')} tone="caution" />
      )}
      {kicked && <Sign Icon={IconUserX} label={t('host.players.isRemoved')} tone="wrong" />}
      {struggling && !kicked && (
        <Sign Icon={IconLifebuoy} label={t('host.players.isStruggling')} tone="caution" />
      )}
      {asking &&
        !kicked &&
        (answered ? (
          <Sign Icon={IconCheck} label={t('host.players.answered')} tone="right" />
        ) : (
          <Sign Icon={IconHourglassLow} label={t('host.players.notAnswered')} tone="quiet" />
        ))}
      <span className={classes.playerScore}>
        <span aria-hidden>{number(score)}</span>
        <span className={classes.srOnly}>{t('host.players.score', { points: number(score) })}</span>
      </span>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={48}
            aria-label={t('host.players.menu', { name: nickname })}
          >
            <IconDotsVertical size={22} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {kicked ? (
            <Menu.Item
              onClick={() => onAllowBack(player)}
              leftSection={<IconDoorEnter size={20} aria-hidden />}
            >
              {t('host.players.allowBack')}
            </Menu.Item>
          ) : (
            <>
              <Menu.Item onClick={() => onRename(player)} leftSection={<IconPencil size={20} aria-hidden />}>
                {t('host.players.rename')}
              </Menu.Item>
              <Menu.Item
                onClick={() => onReturnCode(player)}
                leftSection={<IconDeviceMobile size={20} aria-hidden />}
              >
                {t('hosting:code.menu')}
              </Menu.Item>
              <Menu.Item
                onClick={() => onMoreTime(player)}
                leftSection={<IconClockPlus size={20} aria-hidden />}
              >
                {t('powers:time.menu')}
              </Menu.Item>
              <Menu.Item onClick={() => onMute(player)} leftSection={<IconMoodOff size={20} aria-hidden />}>
                {t(reactionsMuted ? 'powers:mute.oneBack' : 'powers:mute.one')}
              </Menu.Item>
              {teams > 0 && <TeamMenu teams={teams} own={team} onTeam={(to) => onTeam(player, to)} />}
              <Menu.Item
                color="wrong"
                onClick={() => onKick(player)}
                leftSection={<IconUserX size={20} aria-hidden />}
              >
                {t('host.players.kick')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}

interface SignProps {
  Icon: typeof IconCheck;
  label: string;
  tone: 'quiet' | 'right' | 'caution' | 'wrong';
}

function Sign({ Icon, label, tone }: SignProps) {
  return (
    <span className={classes.sign} data-tone={tone} title={label}>
      <Icon size={22} aria-hidden />
      <span className={classes.srOnly}>{label}</span>
    </span>
  );
}
