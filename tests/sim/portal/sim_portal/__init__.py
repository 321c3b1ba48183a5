"""A simulated portal: authorization server and resource server of kenkod's own connector protocol. No part of it is, or
claims to be, the protocol of the real マイナポータル."""
