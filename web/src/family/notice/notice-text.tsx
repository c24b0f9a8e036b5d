import { Title } from '@mantine/core';
import { useMemo } from 'react';
import classes from './notice.module.css';
import { type NoticeBlock, noticeBlocks } from './notice-blocks.ts';

interface NoticeTextProps {
  body: string;
  /** The language it is written in. */
  locale: string;
  /** Of its headings. */
  order: 2 | 3;
}

export function NoticeText({ body, locale, order }: NoticeTextProps) {
  const blocks = useMemo(() => noticeBlocks(body), [body]);
  return (
    <div className={classes.notice} lang={locale}>
      {blocks.map((block) => (
        <Block key={block.at} block={block} order={order} />
      ))}
    </div>
  );
}

function Block({ block: { kind, lines }, order }: { block: NoticeBlock } & Pick<NoticeTextProps, 'order'>) {
  const text = lines.join(' ');
  if (kind === 'heading') {
    return (
      <Title order={order} size="h4">
        {text}
      </Title>
    );
  }
  if (kind === 'text') return <p>{text}</p>;
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
