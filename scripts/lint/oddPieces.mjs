/** Pieces of Dockerfiles that the odd ones are made of; those called odd are mostly refused. */

export const stageNames = [
  'one',
  'two',
  'three',
  'Build',
  'linux-x',
  'arm64',
  'context',
  'scratch',
  'a.b',
  'x_1',
  '0',
];

export const oddStageNames = ['1a', 'a$b', 'é', '-a', 'A', '"one"', 'a/b'];

export const images = ['scratch', 'scratch', 'scratch', 'ubuntu:24.04', 'ubuntu:24.04', 'scratch'];

export const oddImages = [
  'Scratch',
  'a//b',
  'x/UP',
  '${A:-scratch}',
  '$B',
  '${B:-ubuntu:24.04}',
  '"scratch"',
  'scr\\atch',
  'a:',
  '$NOPE',
];

export const platforms = [
  'linux/amd64',
  '$TARGETPLATFORM',
  '$BUILDPLATFORM',
  '${TARGETPLATFORM}',
  'linux/${TARGETARCH}',
  'linux',
  'amd64',
  'windows/amd64',
];

export const oddPlatforms = [
  '$NOPE',
  'linux/a/b/c',
  'a*',
  '',
  'LINUX/AMD64',
  'linux/é',
  '${A:-linux/amd64}',
  'local',
  'linux/arm/v7',
  '"linux/amd64"',
];

export const checks = [
  'skip=all',
  'skip=UndefinedVar',
  'skip=undefinedvar',
  'error=true',
  'skip=A,B;error=TRUE',
  'experimental=all',
  'skip=JSONArgsRecommended , error=true',
];

export const oddChecks = [
  'skip',
  'skip=',
  'error=x',
  'foo=1',
  'skip=all;;',
  ';',
  'skip=all; error=true',
  'experimental=InvalidDefinitionDescription;skip=all',
  'error=true;skip=WorkdirRelativePath;skip=UndefinedVar',
];

export const copyFlags = [
  ...[
    '--chown=a:b',
    '--chown=$A',
    '--chmod=755',
    '--chmod=u=rwX,go-w',
    '--link',
    '--link=false',
    '--chown=é',
  ],
  ...['--chmod=$B', '--chmod=${C:-0644}', '--link=TRUE', '--chown="a b"', "--chown='$A'", '--chown=a\\ b'],
];

export const oddCopyFlags = [
  ...[
    '--chmod=9',
    '--chmod=u=z',
    '--chmod=17777',
    '--chmod=',
    '--chown',
    '--link=1',
    '--link=',
    '--foo',
    '--foo=é',
    '--éé=1',
  ],
  ...[
    '--exclude=*.a',
    '--exclude=$A',
    '--checksum=sha256:x',
    '--keep-git-dir',
    '--unpack=x',
    '--chown=xày',
    '--chown=Å',
    '--',
    '--chmod=+x',
    '--chmod=a=,u+t',
  ],
];

export const froms = ['one', 'two', '0', '1', 'Build', 'ubuntu:24.04', 'scratch', 'three', 'ONE'];

export const oddFroms = [
  '$A',
  '7',
  '-1',
  '',
  'é',
  'x/UP',
  '"one"',
  '${A}',
  '\\one',
  '$',
  'a//b',
  '01',
  '+1',
  '0x0',
  'linux-x',
];

export const mounts = [
  ...[
    'type=bind,target=/x',
    'type=cache,target=$A',
    'target=/x,source=a',
    'type=tmpfs,target=/t,size=1m',
    'type=secret,id=a',
    'type=ssh',
  ],
  ...[
    'from=one,target=/x',
    'type=cache,id=$B,sharing=locked,target=/c',
    'type=secret,target=/s,mode=0400,required',
    'type=bind,from=ubuntu:24.04,target=/y,rw',
  ],
  ...[
    'type=cache,target=/a,uid=1,gid=2',
    '"type=cache,target=/x"',
    'type=bind,"target=/a,b"',
    'type=$C,target=/x',
    'TYPE=Cache,Target=/x',
  ],
];

export const oddMounts = [
  ...[
    'type=foo',
    'typ=bind',
    'target=/',
    'type=cache',
    'from=$A',
    'type=secret',
    'type=cache,required',
    'mode=x,target=/x',
    'target',
    'ro',
    '',
  ],
  ...[
    'type=tmpfs,target=/t,size=x',
    'type=bind,sharing=shared,target=/x',
    'type=cache,sharing=foo,target=/x',
    'é=1',
    'target=/é,é',
    'from=two,target=/z',
  ],
  ...[
    'type=secret,id=a,source=b',
    'type=secret,from=a,id=b',
    'type=cache,uid=-1,target=/x',
    'a"b',
    'type=bind,ro=x,target=/x',
    'type=tmpfs,target=/x,uid=1',
    'from=é,target=/x',
  ],
];

export const runFlags = ['--network=host', '--network=none', '--network=default'];

export const oddRunFlags = [
  '--network=x',
  '--network=$A',
  '--device=a',
  '--foo',
  '--mount',
  '--network=é',
  '--',
  '--mount="type=cache, target=/x"',
];

export const delimiters = [
  'E',
  'EOF',
  '"E"',
  "'E'",
  '-E',
  '-"E"',
  ' E',
  '\\E',
  '"E F"',
  'E$A',
  '-\tE',
  'é',
  '${A}',
  "'$A'",
  'E"F"',
];

export const oddDelimiters = ['', '<', '"E', '-', '$', "E'", '\\', '--E', '-\\E', '"E"F', '1', '<<E', '"$A'];

export const ports = [
  '80',
  '80/tcp',
  '80/UDP',
  '8000-8010',
  '$A',
  '${B:-90}',
  '127.0.0.1:80:80',
  '80:80',
  '"80"',
  '443/sctp',
];

export const oddPorts = [
  'x',
  '80/foo',
  '90-80',
  '65536',
  '[::1]:80:80',
  '::1:80',
  ':80',
  '80:',
  '-80',
  '80-',
  '1-2-3',
  '80:1-2',
  '1-2:80',
  '1-3:1-2',
  '80/',
  '/tcp',
  'é',
  'a:80:80',
  '080',
  '8 0',
  '80/tcp/udp',
  '1.2.3:80:80',
  '[x]:1:1',
  '[::1:80:80',
];

export const healthFlags = [
  '--interval=5s',
  '--timeout=1m30s',
  '--retries=3',
  '--start-period=0',
  '--start-interval=1h',
  '--interval=1.5s',
];

export const oddHealthFlags = [
  '--retries=x',
  '--retries=-1',
  '--interval=1',
  '--interval=1us',
  '--timeout=é',
  '--interval=-1s',
  '--foo=1',
  '--retries=99999999999',
  '--retries=',
  '--interval=$A',
  '--interval=9999999h',
  '--timeout=.5s',
  '--interval=+1ms',
  '--retries=1_0',
];
