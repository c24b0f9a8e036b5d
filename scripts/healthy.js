/** For container managers, whose images have no curl: ends with 0 while the process answers. Readiness is for load balancers. */
const answer = await fetch(`http://127.0.0.1:${process.env.PORT ?? 2567}/health/live`).catch(() => null);
process.exit(answer?.ok ? 0 : 1);
