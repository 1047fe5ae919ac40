/** Milliseconds that this process has computed so far: unlike a clock's, they don't pass while others keep the machine busy. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
