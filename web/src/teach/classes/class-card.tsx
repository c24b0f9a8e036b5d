import { Badge, Paper, Text, Title } from '@mantine/core';
import { IconArrowRight, IconKey, IconUsers } from '@tabler/icons-react';
import type { SchoolClass } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { classFacts } from './class-facts.ts';
import classes from './classes.module.css';

export function ClassCard({ schoolClass }: { schoolClass: SchoolClass }) {
  const { t } = useTranslation('classes');
  const { id, name, code, role, students, archived } = schoolClass;
  const facts = classFacts(schoolClass);
  const next = archived ? 'archived' : students === 0 ? 'add' : 'play';
  return (
    <Paper shadow="sm" component="article" className={classes.card}>
      <Title order={2} size="h3">
        <Link to={`/teach/classes/${id}`} className={classes.cardLink}>
          <bdi>{name}</bdi>
        </Link>
      </Title>
      {facts && (
        <Text size="sm" c="dimmed">
          {facts}
        </Text>
      )}
      <ul className={classes.facts}>
        <li>
          <IconUsers size={20} aria-hidden /> {t('list.students', { count: students ?? 0 })}
        </li>
        <li>
          <IconKey size={20} aria-hidden /> {code ? t('list.code', { code }) : t('list.noCode')}
        </li>
      </ul>
      <div className={classes.cardFoot}>
        <Text fw={650} size="sm" className={classes.next}>
          {t(`list.next.${next}`)} {!archived && <IconArrowRight size={18} aria-hidden />}
        </Text>
        {role !== 'teacher' && (
          <Badge variant="light" size="lg" color="gray">
            {t(`list.role.${role === null || role === 'student' ? 'none' : role}`)}
          </Badge>
        )}
      </div>
    </Paper>
  );
}
