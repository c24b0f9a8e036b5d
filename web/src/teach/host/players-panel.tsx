import { NativeSelect, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { ChallengeView, HostChallenge, HostPlayer } from '@tutti/client';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '../../desk/states/ask-once.tsx';
import { CopyButton } from '../../desk/states/copy-button.tsx';
import { useRowWindow } from '../../desk/states/use-row-window.ts';
import { joinLink } from '../../shared/join-address.ts';
import { RenameDialog } from '../panel/rename-dialog.tsx';
import { useJoinAddress } from '../use-join-address.ts';
import { CoHosts } from './co-hosts.tsx';
import classes from './host.module.css';
import joining from './joining.module.css';
import { MoreTimeDialog } from './more-time-dialog.tsx';
import { NameReviews } from './name-reviews.tsx';
import { countsOf, type PlayerFilter, playerFilters, shownPlayers } from './player-list.ts';
import { PlayerRow, rowHeight } from './player-row.tsx';
import { ReturnCodeDialog } from './return-code-dialog.tsx';
import type { Run } from './use-commands.ts';
import { useCommands } from './use-commands.ts';

interface PlayersPanelProps {
  challenge: HostChallenge;
  view: ChallengeView;
  run: Run;
  isCoHost: boolean;
  /** People may watch without playing. */
  mayWatch: boolean;
  ask: (question: Question) => void;
}

/** [JOIN-8] Leads past the question for a name. */
function WatchLink({ pin }: { pin: string }) {
  const { t } = useTranslation('hosting');
  const { address } = useJoinAddress();
  return (
    <div className={joining.watching}>
      <CopyButton
        value={`${joinLink(address, pin)}#watch`}
        label={t('watch.link')}
        done={t('coHost.copied')}
      />
    </div>
  );
}

export function PlayersPanel({ challenge, view, run, isCoHost, mayWatch, ask }: PlayersPanelProps) {
  const { t, i18n } = useTranslation(['teach', 'hosting']);
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<PlayerFilter>('all');
  const [renaming, setRenaming] = useState<HostPlayer | null>(null);
  const renameOrders = useCommands(challenge);
  const [returning, setReturning] = useState<HostPlayer | null>(null);
  const players = view.host?.players ?? [];
  const spectators = view.host?.audience.spectators ?? 0;
  const [timing, setTiming] = useState<string | null>(null);
  const asking = view.phase.name === 'question';
  const counts = useMemo(() => countsOf(players), [players]);
  const shown = useMemo(
    () => shownPlayers(players, { search, filter, locale: i18n.language }),
    [players, search, filter, i18n.language],
  );
  const { scrollRef, from, to, before, after } = useRowWindow<HTMLDivElement>(shown.length, rowHeight);

  const kick = (player: HostPlayer) =>
    ask({
      title: t('host.ask.kickTitle', { name: player.nickname }),
      body: t('host.ask.kick'),
      yes: t('host.ask.kickYes'),
      onYes: async () => void (await run((it) => it.kick(player.participantId))),
    });

  return (
    <>
      <div className={classes.paneHead}>
        <h2 className={classes.paneTitle}>{t('host.players.title')}</h2>
        <Text size="sm" c="dimmed">
          {t('host.players.counts', { connected: counts.connected, count: counts.all })}
        </Text>
      </div>
      {mayWatch && view.pin && <WatchLink pin={view.pin} />}
      {spectators > 0 && <p className={joining.watching}>{t('hosting:watch.here', { count: spectators })}</p>}
      <NameReviews players={players} run={run} />
      <div className={classes.playerTools}>
        <TextInput
          type="search"
          aria-label={t('host.players.search')}
          placeholder={t('host.players.search')}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={search}
          onChange={({ currentTarget: { value } }) => setSearch(value)}
        />
        <NativeSelect
          aria-label={t('host.players.filter')}
          value={filter}
          onChange={({ currentTarget: { value } }) => setFilter(value as PlayerFilter)}
          data={playerFilters.map((value) => ({
            value,
            label: `${t(`host.players.${value}`)} (${counts[value]})`,
          }))}
        />
      </div>
      <div ref={scrollRef} className={classes.playerScroll}>
        {shown.length === 0 ? (
          <Text c="dimmed" p="md">
            {t(players.length === 0 ? 'host.players.empty' : 'host.players.nothingFound')}
          </Text>
        ) : (
          <ul
            className={classes.playerList}
            aria-label={t('host.players.list', { count: shown.length })}
            style={{ paddingTop: before, paddingBottom: after }}
          >
            {shown.slice(from, to).map((player, index) => (
              <PlayerRow
                key={player.participantId}
                player={player}
                asking={asking}
                place={from + index + 1}
                of={shown.length}
                onRename={setRenaming}
                onReturnCode={setReturning}
                onMoreTime={({ participantId }) => setTiming(participantId)}
                onMute={({ participantId, reactionsMuted }) =>
                  void run((it) => it.muteReactions(!reactionsMuted, participantId))
                }
                onTeam={({ participantId }, team) => void run((it) => it.moveToTeam(participantId, team))}
                teams={view.rules.format === 'team' ? view.rules.teams : 0}
                onKick={kick}
                onAllowBack={({ participantId }) => void run((it) => it.allowBack(participantId))}
              />
            ))}
          </ul>
        )}
      </div>
      {!isCoHost && <CoHosts challenge={challenge} view={view} />}
      <ReturnCodeDialog player={returning} onClose={() => setReturning(null)} challenge={challenge} />
      <MoreTimeDialog
        player={players.find(({ participantId }) => participantId === timing) ?? null}
        onClose={() => setTiming(null)}
        run={run}
        isCoHost={isCoHost}
      />
      <RenameDialog
        player={renaming}
        rename={(id, name) => renameOrders.run((it) => it.rename(id, name))}
        orders={renameOrders}
        words={{
          title: (name) => t('host.rename.title', { name }),
          label: t('host.rename.label'),
          hint: t('host.rename.hint'),
          save: t('host.rename.save'),
        }}
        onClose={() => setRenaming(null)}
      />
    </>
  );
}
