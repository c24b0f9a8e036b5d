import { Anchor, Button, Skeleton, Text } from '@mantine/core';
import {
  IconClipboardList,
  IconDownload,
  IconFileSpreadsheet,
  IconMoodKid,
  IconRadar,
  IconUserStar,
} from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDay } from '../../desk/dates.ts';
import { Card } from '../../desk/shell/card.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { Refusal } from '../../desk/states/refusal.tsx';
import { compliance } from '../../desk/tutti.ts';
import { offerFile } from '../../shared/offer-file.ts';
import { useOverview } from '../overview/use-overview.ts';
import classes from '../shared/admin.module.css';
import { noonOf } from '../shared/moments.ts';

/** What a data-protection officer asks first. */
export function StandingPart() {
  const { t } = useTranslation('admin');
  const day = useDay();
  const overview = useOverview();
  return (
    <QueryView query={overview} skeleton={<Skeleton height={320} radius="lg" />}>
      {({ coordinator, children, riskAssessment, requests, formsWaiting, breaches }) => (
        <div className={classes.columns}>
          <div className={classes.column}>
            <Card title={t('compliance.standing.open')} Icon={IconClipboardList}>
              <ul className={classes.links}>
                <PartLink
                  part="requests"
                  text={t('compliance.standing.toRequests', { count: requests.open })}
                />
                <PartLink part="forms" text={t('compliance.standing.toForms', { count: formsWaiting })} />
                <PartLink
                  part="breaches"
                  text={t('compliance.standing.toBreaches', { count: breaches.open })}
                />
              </ul>
            </Card>
            <Card title={t('compliance.standing.coordinator')} Icon={IconUserStar}>
              <Text>
                {coordinator.name || coordinator.email
                  ? [coordinator.name, coordinator.email].filter(Boolean).join(', ')
                  : t('compliance.standing.nobody')}
              </Text>
              <Anchor component={Link} to="/admin/settings" underline="always">
                {t('compliance.standing.toSettings')}
              </Anchor>
            </Card>
            <Card title={t('compliance.standing.children')} Icon={IconMoodKid}>
              <Text>
                {t('compliance.standing.consented', { count: children.consented })}
                {' · '}
                {t('compliance.standing.waiting', { count: children.waiting })}
              </Text>
            </Card>
          </div>
          <div className={classes.column}>
            <Card
              title={t('compliance.standing.risk')}
              Icon={IconRadar}
              {...((!riskAssessment || riskAssessment.overdue) && { tone: 'caution' as const })}
            >
              <Text>
                {riskAssessment
                  ? t(
                      riskAssessment.overdue
                        ? 'compliance.standing.riskLate'
                        : 'compliance.standing.riskDone',
                      {
                        done: day(noonOf(riskAssessment.doneOn)),
                        next: day(noonOf(riskAssessment.nextDueOn)),
                      },
                    )
                  : t('compliance.standing.riskNone')}
              </Text>
              <ul className={classes.links}>
                <PartLink part="risk" text={t('compliance.standing.toRisk')} />
              </ul>
            </Card>
            <RecordCard />
          </div>
        </div>
      )}
    </QueryView>
  );
}

function PartLink({ part, text }: { part: string; text: string }) {
  return (
    <li>
      <Anchor component={Link} to={`/admin/compliance?part=${part}`} underline="always">
        {text}
      </Anchor>
    </li>
  );
}

function RecordCard() {
  const { t } = useTranslation('admin');
  const save = useMutation({
    mutationFn: () => compliance.processingRecord(),
    onSuccess: (file) => offerFile(file, 'record-of-processing.csv'),
  });
  return (
    <Card title={t('compliance.standing.record')} Icon={IconFileSpreadsheet}>
      <Text>{t('compliance.standing.recordText')}</Text>
      {save.error && <Refusal error={save.error} />}
      <div>
        <Button
          variant="default"
          loading={save.isPending}
          onClick={() => save.mutate()}
          leftSection={<IconDownload size={20} aria-hidden />}
        >
          {t('compliance.standing.recordGet')}
        </Button>
      </div>
    </Card>
  );
}
