/** The signals of Linux by name, without `SIG`. */
const names: ReadonlySet<string> = new Set(
  (
    'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM ' +
    'TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX'
  ).split(' '),
);

/** Whether STOPSIGNAL takes a signal: a number but 0, or a name, in any case, with `SIG` or without. */
export function isKnownSignal(signal: string): boolean {
  if (/^[-+]?\d+$/.test(signal)) {
    return Number(signal) !== 0;
  }
  const name = signal.toUpperCase().replace(/^SIG/, '');
  const realTime = /^RT(?:MIN\+([1-9]|1[0-5])|MAX-([1-9]|1[0-4]))$/;
  return names.has(name) || realTime.test(name);
}
