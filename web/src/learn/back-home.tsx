import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from 'react-router';

/** From a page of the learner's own back to the one that all of them start from. */
export function BackHome({ children }: { children: string }) {
  return (
    <Button
      component={Link}
      to="/home"
      variant="default"
      size="lg"
      leftSection={<IconArrowLeft aria-hidden />}
    >
      {children}
    </Button>
  );
}
